import { describe, expect, test } from "vitest";
import { isAllowedPort } from "../../src/lib/ports";

const PUBLIC_ONLY = { allowPrivateNetwork: false };
const PRIVATE_TOO = { allowPrivateNetwork: true };

describe("ports", () => {
  const allowed = (port: number | "", policy = PUBLIC_ONLY) =>
    isAllowedPort(new URL(`http://example.com:${port}/`), policy);

  // Fetch standard, "bad port".
  const browserRefused = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
  ];
  test.each(browserRefused)("%i is refused by browsers, so everywhere", (port) => {
    expect(allowed(port)).toBe(false);
    expect(allowed(port, PRIVATE_TOO)).toBe(false);
  });

  const internalServices = [
    445, 1433, 1521, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5900, 5984, 6379, 8500, 9042,
    9200, 9300, 10250, 11211, 15672, 27017, 27018,
  ];
  test.each(internalServices)("%i is an internal service: only in private networks", (port) => {
    expect(allowed(port)).toBe(false);
    expect(allowed(port, PRIVATE_TOO)).toBe(true);
  });

  const web = [
    "",
    80,
    443,
    591,
    2052,
    2053,
    2082,
    2083,
    2086,
    2087,
    2095,
    2096,
    3000,
    4000,
    4200,
    5000,
    5173,
    8000,
    8008,
    8080,
    8081,
    8443,
    8787,
    8788,
    8880,
    8888,
    9000,
    9090,
    9443,
    10443,
    65535,
  ] as const;
  test.each(web)("%s is a port of the web", (port) => {
    expect(allowed(port)).toBe(true);
    expect(allowed(port, PRIVATE_TOO)).toBe(true);
  });
});
