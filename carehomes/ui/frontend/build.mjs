// Builds what the pages load into build/: `npm run build`. Nothing in it names another host.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const packages = join(root, "node_modules");
const nhsuk = join(root, "build", "nhsuk");
const vendor = join(root, "build", "vendor");

/** Copy a script without its pointer to a source map, which we do not ship. */
async function copyScript(from, to) {
  const text = await readFile(join(packages, from), "utf8");
  await writeFile(to, text.replace(/\/\/# sourceMappingURL=.*$/gm, ""));
}

async function build() {
  await Promise.all([nhsuk, vendor].map((folder) => rm(folder, { recursive: true, force: true })));
  await mkdir(join(nhsuk, "images"), { recursive: true });
  await mkdir(vendor, { recursive: true });
  const { css } = compile(join(here, "nhsuk.scss"), { loadPaths: [packages], style: "compressed", quietDeps: true });
  await writeFile(join(nhsuk, "nhsuk.css"), css);
  const images = [...new Set([...css.matchAll(/url\("?images\/([^")]+)"?\)/g)].map((match) => match[1]))];
  await Promise.all(images.map((image) => cp(join(packages, "nhsuk-frontend/dist/nhsuk/assets/images", image), join(nhsuk, "images", image))));
  await copyScript("nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js", join(nhsuk, "nhsuk-frontend.js"));
  await copyScript("htmx.org/dist/htmx.min.js", join(vendor, "htmx.min.js"));
  await copyScript("axe-core/axe.min.js", join(vendor, "axe.min.js")); // for the browser tests only; no page loads it
}

await build();
