import type { answers } from "./answers";
import type { Api } from "./api";
import type { attempt } from "./attempt";
import type { body } from "./body";
import type { curl } from "./curl";
import type { element } from "./element";
import type { field } from "./field";
import type { fields } from "./fields";
import type { form } from "./form";
import type { json } from "./json";
import type { operation } from "./operation";
import type { prose } from "./prose";
import type { request } from "./request";
import type { resolve } from "./resolve";
import type { result } from "./result";
import type { send } from "./send";
import type { start } from "./start";

/**
 * Functions of this folder are sent to the page as they are written: none imports another, each finds the others,
 * and the description of the API, in what it is given first.
 */
export interface Page {
  api: Api;
  answers: typeof answers;
  attempt: typeof attempt;
  body: typeof body;
  curl: typeof curl;
  element: typeof element;
  field: typeof field;
  fields: typeof fields;
  form: typeof form;
  json: typeof json;
  operation: typeof operation;
  prose: typeof prose;
  request: typeof request;
  resolve: typeof resolve;
  result: typeof result;
  send: typeof send;
  start: typeof start;
}
