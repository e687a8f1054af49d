// bundled.mjs runs this file. The package unpacks Chromium into TMPDIR.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
