import type { Json } from "./json";
import type { Access } from "./operation";

/** The ways to authenticate. */
export const SECURITY_SCHEMES = {
  ApiKey: {
    type: "http",
    scheme: "bearer",
    description: "The account's private API key, or its publishable key for signed snaps.",
  },
  AccessToken: {
    type: "apiKey",
    in: "query",
    name: "access_token",
    description: "The same key as a parameter, here or in the body.",
  },
  AdminToken: {
    type: "http",
    scheme: "bearer",
    description:
      "The admin token: the secret ADMIN_TOKEN of the deployment. It is accepted only as a Bearer header.",
  },
} as const;

const KEY: Json[] = [{ ApiKey: [] }, { AccessToken: [] }];

/** The schemes of each access. One of them is enough. */
export const SECURITY_OF: Readonly<Record<Access, Json[]>> = {
  public: [],
  publishable: KEY,
  private: KEY,
  admin: [{ AdminToken: [] }],
};
