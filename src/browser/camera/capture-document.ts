import type { CaptureState } from "../state";
import { DocumentReplaced } from "../waits/document-replaced";
import { preventNavigation } from "../waits/settle";
import { captureImages } from "./capture-images";
import { clipOf } from "./clip";
import type { Picture } from "./picture";

/**
 * Takes the picture of the page's current document.
 *
 * @throws DocumentReplaced when the page navigated to another document meanwhile.
 */
export async function captureDocument(state: CaptureState): Promise<Picture> {
  await preventNavigation(state);
  const { documentCount } = state;
  const picture = await captureImages(state, await clipOf(state));
  // The slices, or the image and the thumbnail, may show two different documents.
  if (state.documentCount !== documentCount) throw new DocumentReplaced();
  return picture;
}
