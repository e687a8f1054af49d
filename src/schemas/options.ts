import { z } from "zod";
import { actionsField } from "./actions";
import { cookiesField } from "./cookies";
import { boolean, choice, decimal, integer, text } from "./fields";
import { headersField, isHeaderValue } from "./headers";

const MAX_CODE_BYTES = 65_536;
const MAX_SELECTOR_BYTES = 4_096;
/** The most bytes of 8,192 characters. The characters are counted where the address is checked. */
const MAX_URL_BYTES = 3 * 8_192;
/** Width × height × scale²: the most that fits into the memory of a shared browser. */
const MAX_WINDOW_PIXELS = 50_000_000;

const selector = (description: string) =>
  text(MAX_SELECTOR_BYTES, {
    description,
    accepted: `a CSS selector of at most ${MAX_SELECTOR_BYTES} bytes`,
  });

/** Text that is sent as a request header of the browser. */
const headerText = (maxBytes: number, description: string) => {
  const accepted = `text that a header can carry, of at most ${maxBytes} bytes`;
  return text(maxBytes, {}).refine(isHeaderValue).meta({ description, accepted });
};

const imageFormat = z
  .preprocess(
    (value) => (typeof value === "string" && /^\s*jpg\s*$/i.test(value) ? "jpeg" : value),
    choice(["jpeg", "png", "webp"], {}),
  )
  .meta({ description: "Format of the image.", accepted: "jpeg, png or webp" });

/** The options of a capture. One schema validates, types and documents each of them. */
const optionFields = {
  url: text(MAX_URL_BYTES, {
    description: "The page to capture. Without a scheme, https is used.",
    accepted: "an absolute http or https URL of at most 8192 characters",
    example: "https://example.com/",
  }),
  page_width: integer(1, 7_680, { description: "Width of the browser window." }).default(1920),
  page_height: integer(1, 16_384, { description: "Height of the browser window." }).default(1000),
  image_format: imageFormat.default("jpeg"),
  quality: integer(1, 100, { description: "Quality of jpeg and webp." }).default(100),
  scale_factor: integer(1, 3, { description: "Pixels per CSS pixel." }).default(1),
  fullpage: boolean({ description: "Capture all of the page, not only the window." }).default(
    false,
  ),
  thumb_width: integer(16, 1_920, { description: "Width of the JPEG thumbnail." }).default(320),
  selectors: selector("Capture only the first element that matches.").optional(),
  hover_on_selected: boolean({ description: "Hover over the selected element." }).default(false),
  placeholder_url: text(MAX_URL_BYTES, {
    description: "The image an embed shows before the first capture.",
    accepted: "an absolute http or https URL",
  }).optional(),
  wait: integer(0, 20_000, { description: "Milliseconds to wait after the page loaded." }).default(
    0,
  ),
  wait_for: selector("Wait until an element matches, at most 15 seconds.").optional(),
  css_inject: text(MAX_CODE_BYTES, { description: "CSS added to the page." }).optional(),
  js_inject: text(MAX_CODE_BYTES, { description: "JavaScript run in the page." }).optional(),
  headers: headersField.optional(),
  cookies: cookiesField.optional(),
  accept_language: headerText(512, "The Accept-Language of the browser.").optional(),
  user_agent: headerText(2_048, "The User-Agent of the browser.").optional(),
  latitude: decimal(-90, 90, {
    description: "Latitude of the browser's location. Requires longitude.",
  }).optional(),
  longitude: decimal(-180, 180, {
    description: "Longitude of the browser's location. Requires latitude.",
  }).optional(),
  accuracy: decimal(0, Number.POSITIVE_INFINITY, {
    description: "Accuracy of the location in metres.",
  }).optional(),
  no_ads: boolean({ description: "Block advertisements." }).default(false),
  no_tracking: boolean({ description: "Block trackers." }).default(false),
  no_cookie_banners: boolean({ description: "Remove cookie banners." }).default(false),
  disable_js: boolean({ description: "Do not run the page's scripts." }).default(false),
  multi_step_actions: actionsField.optional(),
} as const;

/** Rules over several fields: `[field, is it wrong?, what is accepted]`. */
const TOGETHER: readonly [keyof Options, (options: Options) => boolean, string][] = [
  [
    "page_height",
    (o) => windowPixels(o) > MAX_WINDOW_PIXELS,
    `page_width × page_height × scale_factor² of at most ${MAX_WINDOW_PIXELS}`,
  ],
  [
    "hover_on_selected",
    (o) => o.hover_on_selected && !o.selectors,
    "true only together with selectors",
  ],
  [
    "latitude",
    (o) => o.latitude === undefined && o.longitude !== undefined,
    "given together with longitude",
  ],
  [
    "longitude",
    (o) => o.longitude === undefined && o.latitude !== undefined,
    "given together with latitude",
  ],
  [
    "accuracy",
    (o) => o.accuracy !== undefined && o.latitude === undefined,
    "given together with latitude and longitude",
  ],
];

const plainOptions = z.object(optionFields);
type Options = z.infer<typeof plainOptions>;

/** Zero when one of the three is no whole number or out of its range: that is reported as an error of its own field. */
function windowPixels({ page_width, page_height, scale_factor }: Options): number {
  // First, since comparing deeply nested JSON with a number throws.
  if (![page_width, page_height, scale_factor].every(Number.isInteger)) return 0;
  const isOfItsOwn = page_width > 7_680 || page_height > 16_384 || scale_factor > 3;
  return isOfItsOwn ? 0 : page_width * page_height * scale_factor ** 2;
}

/** The options of a capture, read from parameters; unknown ones are left out. */
export const captureOptions = plainOptions.superRefine(
  (options, ctx) => {
    for (const [field, isWrong, accepted] of TOGETHER) {
      if (isWrong(options))
        ctx.addIssue({ code: "custom", path: [field], params: { accepted }, message: accepted });
    }
  },
  // Run it also when other fields are invalid, so that one error names them all.
  { when: () => true },
);

export type CaptureOptions = Options;
export type ImageFormat = CaptureOptions["image_format"];
