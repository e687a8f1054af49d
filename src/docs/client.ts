import * as api from "./client/api";
import * as dom from "./client/dom";
import * as form from "./client/form";
import * as request from "./client/request";
import * as view from "./client/view";

const FUNCTIONS: Record<string, (...parameters: never[]) => unknown> = {
  ...api,
  ...dom,
  ...form,
  ...request,
  ...view,
};

/**
 * The script of the page. It defines the variable `client`, whose members are the exported functions of `client/`, each
 * written as its source text. The names are those of the exports: a bundler may have renamed the functions themselves.
 */
export const CLIENT_SCRIPT = [
  '"use strict";',
  "const client = {",
  ...Object.entries(FUNCTIONS).map(([name, source]) => `${name}: ${source},`),
  "};",
  "client.showApi().catch((error) => document.querySelector('main').append(String(error)));",
].join("\n");
