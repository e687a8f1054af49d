import { describe, expect, test } from "vitest";
import { admin, callJson } from "../support/api";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const MULTIPART = "multipart/form-data; boundary=b";
const MIB = 1_048_576;

async function create(body: BodyInit, type?: string) {
  const headers: Record<string, string> = { ...admin, ...(type ? { "Content-Type": type } : {}) };
  return callJson("/admin/accounts", { method: "POST", headers, body });
}

/** Raw bytes, without UTF-8 encoding. */
function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** A body without a Content-Length. */
function chunked(length: number): ReadableStream {
  const rest = bytes(padded(length));
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= length) return controller.close();
      controller.enqueue(rest.slice(sent, sent + 65_536));
      sent += 65_536;
    },
  });
}

/** The JSON of an account with this length in bytes. */
function padded(length: number): string {
  const json = (padding: string) => `{"name":"a","monthly_screenshots":1,"padding":"${padding}"}`;
  return json("x".repeat(length - json("").length));
}

function part(name: string, value: string, more = ""): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
}

describe("a body is malformed when it", () => {
  test.each<[reason: string, body: BodyInit, type: string, note: string]>([
    ["is broken JSON", '{"name": "a"', JSON_TYPE, "not valid JSON"],
    ["is white space as JSON", " ", JSON_TYPE, "not valid JSON"],
    ["is a JSON list", '[{"name": "a"}]', JSON_TYPE, "not an object"],
    ["is JSON null", "null", JSON_TYPE, "not an object"],
    ["is a JSON number", "5", JSON_TYPE, "not an object"],
    ["is JSON text", '"name=a"', JSON_TYPE, "not an object"],
    ["is JSON, not in UTF-8", bytes('{"name":"\xff"}'), JSON_TYPE, "not valid UTF-8"],
    ["is a form, not in UTF-8", bytes("name=\xe9"), FORM, "not valid UTF-8"],
    ["is multipart, not in UTF-8", bytes(`${part("name", "\xff")}--b--`), MULTIPART, "UTF-8"],
    ["is multipart that breaks off", part("name", "a"), MULTIPART, "cannot be read"],
    ["is multipart without a boundary", "--b--", "multipart/form-data", "cannot be read"],
  ])("%s", async (_, body, type, note) => {
    const answer = await create(body, type);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error_code: "malformed_body", success: false });
    expect(answer.body.note).toContain(note);
  });
});

test("a file in a form is refused by name", async () => {
  const file = part("name", "\xff\xd8", '; filename="a.jpg"');
  const { body } = await create(bytes(`${file}--b--\r\n`), MULTIPART);
  const note = "name is a file; it must be text.";
  expect(body).toMatchObject({ error_code: "invalid_options", note });
});

describe("a body of 1 MiB", () => {
  test("is read", async () => {
    expect((await create(padded(MIB), JSON_TYPE)).status).toBe(201);
  });

  test("is read without a Content-Length", async () => {
    expect((await create(chunked(MIB), JSON_TYPE)).status).toBe(201);
  });

  test.each([
    ["", () => padded(MIB + 1)],
    [" without a Content-Length", () => chunked(MIB + 1)],
    [" with 20 MiB and no Content-Length", () => chunked(20 * MIB)],
  ])("and a larger one is refused%s", async (_, body) => {
    const answer = await create(body(), JSON_TYPE);
    expect(answer.status).toBe(413);
    const note = "A body holds at most 1048576 bytes.";
    expect(answer.body).toMatchObject({ error_code: "payload_too_large", note });
  });
});

describe("a body is refused", () => {
  test.each([
    ["text/plain", "text/plain"],
    ["text/html; charset=utf-8", "text/html"],
    ["application/xml", "application/xml"],
    ["application/jsonp", "application/jsonp"],
    [undefined, "(none)"],
  ])("of the type %s", async (type, named) => {
    const { status, body } = await create(bytes("name=a"), type);
    expect(status).toBe(415);
    expect(body.error_code).toBe("unsupported_media_type");
    expect(body.note).toContain(`The body's type ${named} is not understood`);
  });
});
