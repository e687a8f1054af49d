/** Whether browsers allow the port of a URL, and it is not that of a common internal service. */
export function isAllowedPort(
  url: URL,
  { allowPrivateNetwork }: { allowPrivateNetwork: boolean },
): boolean {
  if (url.port === "") return true;
  const port = Number(url.port);
  if (BROWSER_REFUSED_PORTS.has(port)) return false;
  return allowPrivateNetwork || !INTERNAL_SERVICE_PORTS.has(port);
}

// The bad ports of the Fetch standard, and 0.
const BROWSER_REFUSED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

/** Databases, queues, caches, control planes and remote access: services of internal networks only. */
export const INTERNAL_SERVICE_PORTS: ReadonlySet<number> = new Set([
  88, 138, 162, 445, 873, 1080, 1433, 1434, 1521, 1883, 2181, 2375, 2376, 2377, 2379, 2380, 3128,
  3260, 3268, 3269, 3306, 3389, 4222, 4369, 4505, 4506, 5432, 5433, 5671, 5672, 5900, 5901, 5984,
  5985, 5986, 6379, 6380, 6443, 7199, 7473, 7474, 7687, 8086, 8125, 8200, 8300, 8301, 8302, 8500,
  8501, 8600, 8883, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 10256, 10257, 10259, 11211, 11300,
  15672, 16379, 25672, 26379, 27017, 27018, 27019, 28015, 28017, 33060, 50070, 61616,
]);
