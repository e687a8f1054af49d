/** The code that dispatches a mouse event with these properties on an element. */
export const dispatchMouseEvent = (type: string, properties: string, selector = "a") =>
  `document.querySelector("${selector}").dispatchEvent(
    new MouseEvent("${type}", { bubbles: true, cancelable: true, ${properties} }));`;
