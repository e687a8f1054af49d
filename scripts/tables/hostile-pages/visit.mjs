import { setTimeout as pause } from "node:timers/promises";
import { captureBeside } from "../../../test/local/hostile/beside.mjs";
import { takeNeighbours } from "../../../test/local/hostile/neighbours.mjs";
import { until } from "../../../test/local/service.mjs";

const USUAL_ROUNDS = 3;
const ANSWER_PAUSE_MS = 500;

/** Measures a hostile page: how long ordinary captures take without it, what happens beside it, and what is left. */
export async function visit(service, site, page) {
  // The first round starts the browser.
  await takeNeighbours(service, site);
  const usual = [];
  for (let n = 0; n < USUAL_ROUNDS; n++) usual.push(await takeNeighbours(service, site));

  const answering = watchAnswers(service);
  const seen = await captureBeside(service, site, page);
  return {
    ...seen,
    usualMs: median(usual.map(({ slowestMs }) => slowestMs)),
    slowestAnswerMs: await answering.end(),
    processesLeft: await processesLeft(service),
  };
}

/** Asks for something that needs no browser, again and again. */
function watchAnswers(service) {
  let ended = false;
  let slowestMs = 0;
  const watch = async () => {
    while (!ended) {
      slowestMs = Math.max(slowestMs, await service.answerMs());
      service.browserProcesses();
      await pause(ANSWER_PAUSE_MS);
    }
  };
  const watching = watch();
  return {
    end: async () => {
      ended = true;
      await watching;
      return slowestMs;
    },
  };
}

/** How many processes of browsers are left a minute after the last capture; 0 as soon as there are none. */
async function processesLeft(service) {
  await until(() => service.browserProcesses().length === 0).catch(() => undefined);
  return service.browserProcesses().length;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
