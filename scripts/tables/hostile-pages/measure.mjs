import { setTimeout as pause } from "node:timers/promises";
import { captureBeside } from "../../../test/local/hostile/beside.mjs";
import { takeNeighbours } from "../../../test/local/hostile/neighbours.mjs";
import { until } from "../../../test/local/service.mjs";

const USUAL_ROUNDS = 3;
const ANSWER_PAUSE_MS = 500;

/** Measures ordinary captures without and with a hostile page, and the browser processes that it leaves. */
export async function measurePage(service, site, page) {
  // The first round starts the browser.
  await takeNeighbours(service, site);
  const usual = [];
  for (let n = 0; n < USUAL_ROUNDS; n++) usual.push(await takeNeighbours(service, site));

  const answers = measureAnswers(service);
  const captured = await captureBeside(service, site, page);
  return {
    ...captured,
    usualMs: median(usual.map(({ slowestMs }) => slowestMs)),
    slowestAnswerMs: await answers.end(),
    processesLeft: await countProcessesLeft(service),
  };
}

/** Repeats a request that needs no browser until `end` is called, which returns the slowest time. */
function measureAnswers(service) {
  let ended = false;
  let slowestMs = 0;
  const measureUntilEnd = async () => {
    while (!ended) {
      slowestMs = Math.max(slowestMs, await service.answerMs());
      // The service remembers the processes that it sees here, to find those that lose their parent.
      service.browserProcesses();
      await pause(ANSWER_PAUSE_MS);
    }
  };
  const measuring = measureUntilEnd();
  return {
    end: async () => {
      ended = true;
      await measuring;
      return slowestMs;
    },
  };
}

/** Waits until no browser process is left. Returns how many are left after the timeout. */
async function countProcessesLeft(service) {
  await until(() => service.browserProcesses().length === 0).catch(() => undefined);
  return service.browserProcesses().length;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
