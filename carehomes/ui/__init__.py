"""The look of Homeround: layouts, components, form fields and formats. Knows the design system, and nothing of the product's data."""
