import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_PAGES } from "../support/hostile/pages.mjs";
import { captureBeside } from "./hostile/beside.mjs";
import { startClosedService } from "./hostile/service.mjs";
import { startSite } from "./hostile/site.mjs";
import { expectNothingLeft } from "./nothing-left.mjs";
import { until } from "./service.mjs";

describe("npm start without private addresses", () => {
  let site;
  let service;
  beforeAll(async () => {
    site = await startSite();
    service = await startClosedService();
  });
  afterAll(async () => {
    await service?.stop();
    await site?.close();
  });

  test.each(HOSTILE_PAGES.filter(({ quick }) => quick))(
    "a page that $does harms neither the service nor the captures beside it",
    async (page) => {
      const { hostile, rounds, reached } = await captureBeside(service, site, page);
      expect(page.expected, hostile.note).toContain(hostile.outcome);
      const pictures = rounds.flatMap(({ outcomes }) => outcomes);
      expect(pictures).toEqual(pictures.map(() => "picture"));
      expect(reached).toBe(false);
    },
  );

  test("a page that is gone leaves no browser behind", async () => {
    await until(() => service.browserProcesses().length === 0);
  });

  test("SIGTERM to npm leaves no process behind", async () => {
    expect((await service.snap(site.at("/neighbour/ff8000"))).outcome).toBe("picture");
    await expectNothingLeft(service, "SIGTERM");
  });
});
