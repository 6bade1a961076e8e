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

/** One person's records: those of a name, or of who signed in. */
export interface Records {
  movie(): Promise<string | undefined>;
  store(movie: string): Promise<void>;
  forget(): Promise<void>;
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
        movie: async () => optional(await client.GET("/{name}", { params }))?.favorite_movie,
        store: async (favorite_movie) => done(await client.PUT("/{name}", { params, body: { favorite_movie } })),
        forget: async () => done(await client.DELETE("/{name}", { params })),
        list: async () => optional(await client.GET("/{name}/movies", { params }))?.movies ?? [],
        add: async (movie) => done(await client.POST("/{name}/movies", { params, body: { movies: [movie] } })),
        drop: async (title) => done(await client.DELETE("/{name}/movies/{title}", { params: { path: { name, title } } })),
      };
    },
    mine: {
      movie: async () => optional(await client.GET("/me"))?.favorite_movie,
      store: async (favorite_movie: string) => done(await client.PUT("/me", { body: { favorite_movie } })),
      forget: async () => done(await client.DELETE("/me")),
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

function done({ response, error }: Answer<unknown>): void {
  if (!response.ok) throw refusal(response.status, error);
}

const words: Record<number, string> = {
  400: "That cannot be stored as it is. A title has 1 to 256 characters.",
  401: "Please sign in first: your session is missing or has ended.",
  403: "You are not allowed to do this.",
  404: "There is nothing to change: it has been deleted.",
  412: "This has been changed meanwhile. Look at what is stored now, and try again.",
  413: "That is too long.",
  429: "Too many requests. Please wait a moment and try again.",
};

function refusal(status: number, error: unknown): Refusal {
  const said = (error as { message?: string | null } | undefined)?.message;
  const text = status === 409 && said ? `${said}.` : words[status];
  return new Refusal(status, text ?? "The API has a problem of its own. Please try again later.");
}
