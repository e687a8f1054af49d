import { beforeAll, describe, expect, test } from "vitest";
import { call, callJson, pixels, withQuery } from "../support/api";
import { ARCHIVED, expectSample, newSpecificationAccount, ROVER } from "../support/specification";

let key: string;
beforeAll(async () => {
  ({ key } = await newSpecificationAccount());
});

describe("Quick Snaps", () => {
  test("the screenshot itself is the result", async () => {
    const response = await call(withQuery("/snap", { url: ROVER, access_token: key }));
    expect(response.status).toBe(200);
    expect(await pixels(response, [])).toEqual({
      format: "jpeg",
      width: 1920,
      height: 1000,
      colours: [],
    });
  });

  test("json=true gives links instead", async () => {
    const query = { url: ROVER, access_token: key, json: true };
    expectSample(await callJson(withQuery("/snap", query)), {
      success: true,
      ...ARCHIVED,
      screenshot_configuration_id: "",
      taken_at: "2021-04-18T04:21:08.000Z",
      cached: true,
    });
  });

  test("with a ttl the saved version is delivered", async () => {
    const response = await call(withQuery("/snap", { ttl: 600, url: ROVER, access_token: key }));
    expect([response.status, response.headers.get("X-Cache")]).toEqual([200, "HIT"]);
  });
});
