/** The default secrets of a local server. They are public. */
export const DEVELOPMENT_SECRETS = {
  ADMIN_TOKEN: "dev-admin-token",
  ENCRYPTION_KEY: "ZGV2ZWxvcG1lbnQtb25seS1lbmNyeXB0aW9uLWtleSE=",
};

/** The beginning of the values in .dev.vars.example. */
const PLACEHOLDER = /^replace-with-/;

/** Why a value may not be the secret of a deployment; null when it may. */
export function problemOfSecret(name: string, value: string): string | null {
  if (value === "") return `${name} is not set.`;
  if (PLACEHOLDER.test(value)) {
    return `${name} is still the placeholder of .dev.vars.example: choose a value of your own.`;
  }
  if (Object.entries(DEVELOPMENT_SECRETS).some(([key, known]) => key === name && known === value)) {
    return `${name} is the one for development, which everybody knows: choose another.`;
  }
  if (name === "ENCRYPTION_KEY" && !isKey(value)) {
    return "ENCRYPTION_KEY must be 32 bytes in base64, as `openssl rand -base64 32` makes them.";
  }
  return null;
}

/** The first problem of a Worker's secrets. A local server may use the development secrets. */
export function problemOfSecrets(
  env: Record<keyof typeof DEVELOPMENT_SECRETS, string> & { LOCAL_SERVER?: string },
): string | null {
  for (const [name, known] of Object.entries(DEVELOPMENT_SECRETS)) {
    const value = env[name as keyof typeof DEVELOPMENT_SECRETS] ?? "";
    if (env.LOCAL_SERVER === "true" && value === known) continue;
    const problem = problemOfSecret(name, value);
    if (problem) return problem;
  }
  return null;
}

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 && bytes.toString("base64") === text;
}
