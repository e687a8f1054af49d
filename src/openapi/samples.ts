/** Ids in examples. */
export const IDS = {
  configuration: "a7267e20-1d36-4ea5-80ce-ae2a5340de8f",
  job: "e04f919c15e14af4b32d8f6a",
  notification: "da4b9237bacccdf19c0760cab7aec4a8359010b0",
  account: "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
} as const;

const ROVER = "https://en.wikipedia.org/wiki/Perseverance_(rover)";
const FOLDER = "https://cdn.pagepixels.com/db270cba-8c2c-4f27-9840-5d0a0ea9ae10";

export const EMBED_URL = `https://pagepixels.com/app/screenshots/${IDS.configuration}/embed`;

export const SHOT = {
  direct_link: `${FOLDER}/c26d4f2a345a61-1618719664239.jpg`,
  direct_thumbnail_link: `${FOLDER}/thumb_c26d4f2a345a61-1618719664239.jpg`,
  taken_at_timestamp: 1618719668,
  job_id: IDS.job,
} as const;

export const EARLIER_SHOT = {
  direct_link: `${FOLDER}/3d024eee145238-1618719630864.jpg`,
  direct_thumbnail_link: `${FOLDER}/thumb_3d024eee145238-1618719630864.jpg`,
  taken_at_timestamp: 1618719641,
  job_id: "f72c2502db43f98b3aee29d8",
} as const;

/** A page every ten minutes. */
export const SCHEDULED = {
  url: ROVER,
  scheduled_screenshot: true,
  scheduled_every: 10,
  scheduled_interval: "minutes",
} as const;

export const CONFIGURATION = {
  config: SCHEDULED,
  ids: {
    last_job_id: "852b0be3675682c725e288c1",
    screenshot_config_id: IDS.configuration,
    embed_url: EMBED_URL,
  },
  created_at: "1654986507120",
} as const;

export const NOTIFICATION = {
  id: IDS.notification,
  screenshot_configuration_id: "827b7f5d-da55-44aa-a2d5-236b75cb1a14",
  previous_value: "18",
  retrieved_value: "19",
  config: {
    type: "change",
    selector: "#some-selector",
    send_to: "webhook",
    url: "https://example.com/webhook",
  },
  sent_at: "1632624177263",
} as const;

export const ACCOUNT = {
  id: IDS.account,
  name: "Perseverance",
  monthly_screenshots: 1000,
  billing_up_to_date: true,
  created_at: "1654986407120",
} as const;

export const KEYS = {
  private_api_key: `sk_${"0123456789abcdef".repeat(3)}`,
  publishable_key: `pk_${"0123456789abcdef".repeat(3)}`,
  secret_token: "0123456789abcdef".repeat(4),
  webhook_secret: "whsec_ZGV2LXdlYmhvb2stc2VjcmV0LTAwMDAwMDAw",
} as const;
