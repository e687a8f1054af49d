import { answers } from "./client/answers";
import { attempt } from "./client/attempt";
import { body } from "./client/body";
import { curl } from "./client/curl";
import { element } from "./client/element";
import { field } from "./client/field";
import { fields } from "./client/fields";
import { form } from "./client/form";
import { json } from "./client/json";
import { operation } from "./client/operation";
import type { Page } from "./client/page";
import { prose } from "./client/prose";
import { request } from "./client/request";
import { resolve } from "./client/resolve";
import { result } from "./client/result";
import { send } from "./client/send";
import { start } from "./client/start";

const FUNCTIONS: Omit<Page, "api"> = {
  ...{
    answers,
    attempt,
    body,
    curl,
    element,
    field,
    fields,
    form,
    json,
    operation,
    prose,
    request,
  },
  ...{ resolve, result, send, start },
};

/** The script of the page: every function as it is written, under its name. */
export const CLIENT = [
  '"use strict";',
  "const page = {};",
  ...Object.entries(FUNCTIONS).map(([name, write]) => `page.${name} = ${write};`),
  "page.start(page).catch((error) => document.querySelector('main').append(String(error)));",
].join("\n");
