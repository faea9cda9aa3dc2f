"""The look of Homeround: layouts, components, form fields and formats. It knows the design system, not the product's data."""
