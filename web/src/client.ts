import createClient from "openapi-fetch";
import type { paths } from "./api";
import type { Outputs } from "./config";
import { currentUser } from "./login";

/** An answer that is not what was hoped for, in words for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A favorite, and which version of it this is, where the API keeps versions. */
export interface Favorite {
  title: string;
  version: string | undefined;
}

/** One person's records: those of a name, or of who signed in. A favorite is changed only if it still is what was seen. */
export interface Records {
  movie(): Promise<Favorite | undefined>;
  store(movie: string, seen: Favorite | undefined): Promise<void>;
  forget(seen: Favorite): Promise<void>;
  list(): Promise<string[]>;
  add(movie: string): Promise<void>;
  drop(movie: string): Promise<void>;
}

export type API = ReturnType<typeof connect>;

/** The typed client, with the requests that the page sends. */
export function connect(outputs: Outputs) {
  const client = createClient<paths>({ baseUrl: outputs.apiUrl });
  client.use({
    onRequest({ request }) {
      const user = currentUser();
      if (user) request.headers.set("Authorization", user.token);
      if (outputs.apiKey) request.headers.set("x-api-key", outputs.apiKey);
      return request;
    },
    onError() {
      return new Refusal(0, "The API cannot be reached. Are you online?");
    },
  });
  return {
    async names(cursor?: string) {
      const { data, response, error } = await client.GET("/", { params: { query: { limit: 5, ...(cursor ? { cursor } : {}) } } });
      return need(data, response, error);
    },
    of(name: string): Records {
      const params = { path: { name } };
      return {
        movie: async () => favorite(await client.GET("/{name}", { params })),
        store: async (favorite_movie) => done(await client.PUT("/{name}", { params, body: { favorite_movie } })),
        forget: async () => done(await client.DELETE("/{name}", { params })),
        list: async () => optional(await client.GET("/{name}/movies", { params }))?.movies ?? [],
        add: async (movie) => done(await client.POST("/{name}/movies", { params, body: { movies: [movie] } })),
        drop: async (title) => done(await client.DELETE("/{name}/movies/{title}", { params: { path: { name, title } } })),
      };
    },
    mine: {
      movie: async () => favorite(await client.GET("/me")),
      store: async (favorite_movie, seen) => done(await client.PUT("/me", { params: { header: unchanged(seen) }, body: { favorite_movie } })),
      forget: async (seen) => done(await client.DELETE("/me", { params: { header: unchanged(seen) } })),
      list: async () => optional(await client.GET("/me/movies"))?.movies ?? [],
      add: async (movie: string) => done(await client.POST("/me/movies", { body: { movies: [movie] } })),
      drop: async (title: string) => done(await client.DELETE("/me/movies/{title}", { params: { path: { title } } })),
    } satisfies Records,
  };
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function need<T>(data: T | undefined, response: Response, error: unknown): T {
  if (data === undefined) throw refusal(response.status, error);
  return data;
}

/** What is stored, or nothing. */
function optional<T>({ data, response, error }: Answer<T>): T | undefined {
  return response.status === 404 ? undefined : need(data, response, error);
}

function favorite(answer: Answer<{ favorite_movie?: string }>): Favorite | undefined {
  const title = optional(answer)?.favorite_movie;
  return title === undefined ? undefined : { title, version: answer.response.headers.get("ETag") ?? undefined };
}

/** The precondition that what is stored is what was seen: this version, or nothing. */
function unchanged(seen: Favorite | undefined): { "If-Match"?: string; "If-None-Match"?: string } {
  if (!seen) return { "If-None-Match": "*" };
  return seen.version === undefined ? {} : { "If-Match": seen.version };
}

function done({ response, error }: Answer<unknown>): void {
  if (!response.ok) throw refusal(response.status, error);
}

const words: Record<number, string> = {
  400: "That cannot be stored as it is. A title has 1 to 256 characters.",
  401: "Please sign in first: your session is missing or has ended.",
  403: "You are not allowed to do this.",
  404: "There is nothing to change: it has been deleted.",
  412: "Somebody has changed this in the meantime. You see what is stored now: save yours again, or leave it.",
  413: "That is too long.",
  429: "Too many requests. Please wait a moment and try again.",
};

function refusal(status: number, error: unknown): Refusal {
  const said = (error as { message?: string | null } | undefined)?.message;
  const text = status === 409 && said ? `${said}.` : words[status];
  return new Refusal(status, text ?? "The API has a problem of its own. Please try again later.");
}
