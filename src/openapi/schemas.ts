import type { z } from "zod";
import { accountChanges, newAccount } from "../schemas/accounts";
import * as resources from "../schemas/answer-parts";
import * as answers from "../schemas/answers";
import { configurationChanges, configurationParameters } from "../schemas/configuration";
import { sampleParameters } from "../schemas/sample";
import { snapParameters } from "../schemas/snap";
import { credentials, withKey } from "./bodies";
import { errorAnswer, jobAnswer, jobFailed } from "./error-meanings";
import { action, actions, cookie, header } from "./input-json-schemas";
import { schemaRef } from "./json-schema";
import type { Operation } from "./operation";

/** The body of each input that is sent with a key. */
const BODIES = new Map(
  [snapParameters, configurationParameters, configurationChanges, sampleParameters].map(
    (input: z.ZodObject) => [input, withKey(input)],
  ),
);

/** The schema of an operation's body. */
export function bodySchemaOf({ access, input }: Operation): z.ZodObject {
  if (!input) return credentials;
  return access === "admin" ? input : bodyWithKey(input);
}

function bodyWithKey(input: z.ZodObject): z.ZodObject {
  const body = BODIES.get(input);
  if (!body) throw new Error("The input of an operation has no body in the document.");
  return body;
}

/** The named schemas of the document. */
export const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Action: action,
  ...actions,
  Cookie: cookie,
  Header: header,
  Credentials: credentials,
  Snap: bodyWithKey(snapParameters),
  NewConfiguration: bodyWithKey(configurationParameters),
  ConfigurationChanges: bodyWithKey(configurationChanges),
  WebhookTest: bodyWithKey(sampleParameters),
  NewAccount: newAccount,
  AccountChanges: accountChanges,

  Screenshot: resources.archivedShot,
  AccountScreenshot: resources.accountShot,
  Configuration: resources.configurationResource,
  Monitoring: resources.monitoringResource,
  ChangeNotification: resources.notificationResource,
  DeliveredNotification: answers.deliveredNotification,
  Delivery: resources.deliveryResource,
  DeliveryAttempt: resources.attemptResource,
  Capture: answers.captureResource,
  Account: resources.accountResource,
  Keys: answers.keysResource,

  SnapLinks: answers.snapLinks,
  ConfigurationCreated: answers.configurationCreated,
  CaptureStarted: answers.captureStarted,
  ConfigurationShown: answers.configurationShown,
  ConfigurationUpdated: answers.configurationUpdated,
  ConfigurationDeleted: answers.configurationDeleted,
  ConfigurationList: answers.configurationList,
  ScreenshotList: answers.archive,
  AccountScreenshotList: answers.accountArchive,
  JobDone: answers.jobDone,
  JobFailed: jobFailed,
  Job: jobAnswer,
  NotificationList: answers.notificationList,
  Deliveries: answers.deliveryShown,
  Redelivery: answers.redelivery,
  WebhookTested: answers.sampleSent,
  Limits: answers.limitsShown,
  AccountShown: answers.accountShown,
  AccountList: answers.accountList,
  AccountWithKeys: answers.accountWithKeys,
  AccountDeleted: answers.accountDeleted,
  BrowserSessionList: answers.browserSessionList,
  Health: answers.health,
  Unhealthy: answers.unhealthy,
  Error: errorAnswer,
};

/** The reference to a schema. Throws when it has no name in the document. */
export function refOf(schema: z.ZodType): string {
  const [name] = Object.entries(SCHEMAS).find(([, named]) => named === schema) ?? [];
  if (!name) throw new Error("a schema of an operation has no name in the document");
  return schemaRef(name);
}
