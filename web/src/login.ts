import type { Outputs } from "./config";

/** A signed-in user. The token is kept for this tab alone. */
export interface User {
  name: string;
  token: string;
  expires: number;
}

const kept = "user";
const asked = "login";

/** Where the login page sends the user back to: it must be among the client's callback URLs. */
const callback = () => location.origin + location.pathname;

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

export function currentUser(): User | undefined {
  const text = sessionStorage.getItem(kept);
  const user = text ? (JSON.parse(text) as User) : undefined;
  return user && user.expires > Date.now() ? user : undefined;
}

/** Goes to the login page, with PKCE: the code that comes back is of use to this tab alone. */
export async function signIn(outputs: Outputs): Promise<void> {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(asked, JSON.stringify({ verifier, state }));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: outputs.clientId ?? "",
    redirect_uri: callback(),
    scope: ["openid", ...(outputs.scopes ?? [])].join(" "),
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
  });
  location.assign(`${outputs.loginUrl}/oauth2/authorize?${query}`);
}

/** Ends a sign-in that the login page has sent back. */
export async function finishSignIn(outputs: Outputs): Promise<void> {
  const query = new URLSearchParams(location.search);
  const code = query.get("code");
  const refused = query.get("error");
  if (!code && !refused) return;
  history.replaceState(null, "", location.pathname);
  const before = JSON.parse(sessionStorage.getItem(asked) ?? "{}") as { verifier?: string; state?: string };
  sessionStorage.removeItem(asked);
  if (refused || !code || !before.verifier || before.state !== query.get("state")) {
    throw new Error("You were not signed in. Please try again.");
  }
  const answer = await fetch(`${outputs.loginUrl}/oauth2/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: outputs.clientId ?? "",
      redirect_uri: callback(),
      code,
      code_verifier: before.verifier,
    }),
  });
  if (!answer.ok) throw new Error("The login did not accept the sign-in. Please try again.");
  const token = (await answer.json()) as { access_token: string; expires_in: number };
  const user: User = {
    token: token.access_token,
    expires: Date.now() + token.expires_in * 1000,
    name: nameOf(token.access_token),
  };
  sessionStorage.setItem(kept, JSON.stringify(user));
}

export function signOut(outputs: Outputs): void {
  sessionStorage.removeItem(kept);
  location.assign(`${outputs.loginUrl}/logout?${new URLSearchParams({ client_id: outputs.clientId ?? "", logout_uri: callback() })}`);
}

/** The name in a token, for show: only the API checks tokens. */
function nameOf(token: string): string {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(payload), (c) => c.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes)) as { username?: string; sub?: string };
  return claims.username ?? claims.sub ?? "you";
}
