/** Whether the document of a frame is nothing but a consent banner. */
export function isConsentDocument(words: {
  cookies: string;
  consent: string;
  decide: string;
}): boolean {
  // `innerText` leaves out scripts and hidden parts.
  const text = document.body?.innerText ?? "";
  const buttons = document.querySelectorAll("button, a, input[type=button], [role=button]");
  const decide = new RegExp(words.decide, "iu");
  return (
    new RegExp(`${words.cookies}|${words.consent}`, "iu").test(text) &&
    !document.querySelector("textarea, input:is([type=email], [type=password], [type=tel])") &&
    [...buttons].some(({ textContent }) => textContent.length < 60 && decide.test(textContent))
  );
}
