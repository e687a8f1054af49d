import { beforeAll, describe, expect, test } from "vitest";
import { site } from "../support/api";
import { done, sendJson } from "../support/configurations";
import { curl } from "../support/curl";
import { CREATED, expectSample, newSpecificationAccount } from "../support/specification";

let key: string;
let names: Record<string, string>;
beforeAll(async () => {
  ({ key, names } = await newSpecificationAccount());
});

describe("Multi-Step Screenshots and Change Notifications", () => {
  test("the search on wikipedia.org is created and captured", async () => {
    const answer = await curl(
      `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
        -d url="https://wikipedia.org/" \\
        -d multi_step_actions='[{"type": "text_field", "selector": "#searchInput", "value": "perseverance rover"}, {"type": "click", "selector": "#search-form button"}]' \\
        -d access_token="your-api-key"`,
      names,
    );
    expectSample(answer, CREATED);
    const { capture } = await done(key, answer.body.job_id);
    expect(capture.final_url).toBe(`${site}/echoed?search=perseverance+rover`);
  });

  test("the watch on the number of flights is created and captured", async () => {
    const answer = await curl(
      `curl -X POST "https://api.pagepixels.com/screenshot_configs" \\
        -d url="https://en.wikipedia.org/wiki/Ingenuity_(helicopter)" \\
        -d scheduled_screenshot=true \\
        -d scheduled_every=10 \\
        -d scheduled_interval="minutes" \\
        -d multi_step_actions='[{"type": "change", "selector": "#mw-content-text > div.mw-parser-output > table.infobox > tbody > tr:nth-child(24) > td", "send_to": "webhook", "url": "https://example.com/webhook"}]' \\
        -d access_token="your-api-key"`,
      names,
    );
    expectSample(answer, CREATED);
    await done(key, answer.body.job_id);
    names[":watching_id"] = answer.body.screenshot_configuration_id;
  });

  test("a change is listed, for the configuration and for the account", async () => {
    const capture = `/screenshot_configs/${names[":watching_id"]}/capture`;
    const { body } = await sendJson("POST", capture, key, {});
    await done(key, body.job_id);
    const answers = await Promise.all([
      curl(
        "https://api.pagepixels.com/screenshot_configs/:watching_id/change_notifications?access_token=your-api-key&page=1",
        names,
      ),
      curl(
        "https://api.pagepixels.com/change_notifications?access_token=your-api-key&page=1",
        names,
      ),
    ]);
    for (const answer of answers) {
      const [notification] = answer.body.change_notifications;
      expect(notification).toMatchObject({ previous_value: "1", retrieved_value: "2" });
      // The sample has no `delivery`.
      delete notification.delivery;
      expectSample(answer, {
        success: true,
        change_notifications: [
          {
            id: "da4b9237bacccdf19c0760cab7aec4a8359010b0",
            screenshot_configuration_id: "827b7f5d-da55-44aa-a2d5-236b75cb1a14",
            previous_value: "18",
            retrieved_value: "19",
            config: {
              type: "change",
              selector: "#some-selector",
              send_to: "webhook",
              url: "http://example.com/webhook",
            },
            sent_at: "1632624177263",
          },
        ],
      });
    }
  });
});
