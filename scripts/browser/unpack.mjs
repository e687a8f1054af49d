// Run by carried.mjs with TMPDIR set to where everything is to be unpacked.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
