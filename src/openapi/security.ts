import type { Json } from "./json-schema";
import type { Access } from "./operation";

/** How a caller says who it is. */
export const SECURITY_SCHEMES = {
  ApiKey: {
    ...{ type: "http", scheme: "bearer" },
    description: "The account's private API key; for signed snaps its publishable key.",
  },
  AccessToken: {
    ...{ type: "apiKey", in: "query", name: "access_token" },
    description: "The same key as a parameter, here or in the body.",
  },
  AdminToken: {
    ...{ type: "http", scheme: "bearer" },
    description: "The operator's token: the secret ADMIN_TOKEN of the deployment.",
  },
} as const;

const KEY: Json[] = [{ ApiKey: [] }, { AccessToken: [] }];

/** Any one of these opens an operation; none is needed where there is none. */
export const SECURITY_OF: Readonly<Record<Access, Json[]>> = {
  public: [],
  publishable: KEY,
  private: KEY,
  admin: [{ AdminToken: [] }],
};
