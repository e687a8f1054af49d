import { type PostResult, postJson } from "./post";
import { signWebhook, type WebhookMessage } from "./sign";

/** Signs a message and posts it to a receiver, once. */
export async function postSigned(url: string, message: WebhookMessage): Promise<PostResult> {
  return postJson(url, signWebhook(message), message.body);
}
