/** What the page needs of a stack's outputs. docs/outputs.md describes them. */
export interface Outputs {
  apiUrl: string;
  apiKey?: string;
  clientId?: string;
  loginUrl?: string;
  scopes?: string[];
}

/** Reads outputs.json beside the page; a page that is built with VITE_API_URL has them in it. */
export async function readOutputs(): Promise<Outputs> {
  const env = import.meta.env as Record<string, string | undefined>;
  if (env.VITE_API_URL) {
    const outputs: Outputs = { apiUrl: env.VITE_API_URL };
    if (env.VITE_CLIENT_ID) outputs.clientId = env.VITE_CLIENT_ID;
    if (env.VITE_LOGIN_URL) outputs.loginUrl = env.VITE_LOGIN_URL;
    if (env.VITE_SCOPES) outputs.scopes = env.VITE_SCOPES.split(" ");
    return outputs;
  }
  const answer = await fetch("outputs.json", { cache: "no-store" });
  if (!answer.ok) throw new Error("outputs.json is missing: write the stack's outputs there, with make outputs");
  return (await answer.json()) as Outputs;
}
