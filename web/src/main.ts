import "./style.css";
import { connect, Refusal, type API, type Records } from "./client";
import { readOutputs, type Outputs } from "./config";
import { currentUser, finishSignIn, signIn, signOut } from "./login";
import { el, find } from "./dom";

const status = find("status");

function say(text: string, kind: "good" | "bad" = "good"): void {
  status.replaceChildren(text ? el("p", { class: `notice ${kind}` }, text) : "");
}

/** Runs what a person asked for, and says in words what went wrong. */
async function attempt(button: HTMLButtonElement | null, action: () => Promise<string | void>): Promise<void> {
  if (button) button.disabled = true;
  try {
    say((await action()) ?? "");
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), "bad");
    if (!(error instanceof Refusal)) console.error(error);
  } finally {
    if (button) button.disabled = false;
  }
}

function form(label: string, name: string, verb: string, submit: (value: string) => Promise<string | void>): HTMLFormElement {
  const input = el("input", { name, required: "", maxlength: "256", autocomplete: "off" });
  const button = el("button", {}, verb);
  const made = el("form", { class: "row" }, el("label", { class: "field" }, el("span", {}, label), input), button);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(button, () => submit(input.value));
  });
  return made;
}

function act(label: string, text: string, kind: string, action: () => Promise<string | void>): HTMLButtonElement {
  const button = el("button", { class: kind, "aria-label": label }, text);
  button.addEventListener("click", () => void attempt(button, action));
  return button;
}

/** Shows one person's favorite and list, with what can be done to them. */
async function showRecords(where: HTMLElement, whose: string, records: Records, changed: () => Promise<void>): Promise<void> {
  // The button that was pressed is gone afterwards: whoever uses the keyboard goes on at the place.
  const redraw = async (place: string, typed = "") => {
    await showRecords(where, whose, records, changed);
    const found = where.querySelector<HTMLElement>(place);
    if (found instanceof HTMLInputElement) found.value = typed;
    found?.focus();
  };
  const again = async (place: string, text: string) => {
    await redraw(place);
    await changed();
    return text;
  };
  // Whoever is told that another page was faster sees what that page has stored, beside what they have typed.
  const change = async (place: string, action: () => Promise<void>, text: string, typed?: string) => {
    try {
      await action();
    } catch (error) {
      if (error instanceof Refusal && error.status === 412) await redraw(place, typed);
      throw error;
    }
    return again(place, text);
  };
  const [movie, list] = await Promise.all([records.movie(), records.list()]);
  const favorite = el("div", { class: "favorite", tabindex: "-1" },
    el("p", { class: "eyebrow" }, `${whose} favorite`),
    el("p", { class: movie === undefined ? "title none" : "title" }, movie?.title ?? "Nothing stored yet"));
  if (movie !== undefined) {
    favorite.append(act(`Delete ${whose === "Your" ? "your" : whose} favorite`, "Delete", "quiet", () => change(".favorite", () => records.forget(movie), "The favorite is deleted.")));
  }
  const items = list.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true })).map((title) =>
    el("li", {}, el("span", {}, title), act(`Remove ${title} from the list`, "Remove", "quiet", async () => {
      await records.drop(title);
      return again("h2", `“${title}” is off the list.`);
    })));
  where.replaceChildren(
    favorite,
    form(movie === undefined ? "The favorite movie" : "Another favorite movie", "movie", "Save", (value) => change("input[name=movie]", () => records.store(value, movie), "The favorite is stored.", value)),
    el("h2", { class: "small", tabindex: "-1" }, `${whose} list`),
    form("A movie for the list", "title", "Add", async (value) => {
      await records.add(value);
      return again("input[name=title]", `“${value}” is on the list.`);
    }),
    items.length > 0 ? el("ul", { class: "list" }, ...items) : el("p", { class: "none" }, "The list is empty."),
  );
}

const pages: (string | undefined)[] = [undefined];

async function showNames(api: API, show: (name: string) => Promise<void>): Promise<void> {
  const page = await api.names(pages.at(-1));
  const items = page.items.map(({ name }) => el("li", {}, act(`Show ${name}`, name, "name", () => show(name))));
  const move = (text: string, change: () => void) =>
    act(text, text, "", async () => {
      change();
      await showNames(api, show);
    });
  const nav = el("nav", { class: "pages", "aria-label": "Pages of names" });
  if (pages.length > 1) nav.append(move("Previous", () => void pages.pop()));
  const next = page.next;
  if (next !== undefined) nav.append(move("Next", () => void pages.push(next)));
  find("names").replaceChildren(
    items.length > 0 ? el("ul", { class: "names" }, ...items) : el("p", { class: "none" }, pages.length > 1 ? "There are no more." : "No one has a favorite yet. Be the first."),
    nav,
  );
}

function showAccount(outputs: Outputs): void {
  const user = currentUser();
  const where = find("account");
  if (!outputs.loginUrl || !outputs.clientId) return;
  if (user) {
    const button = el("button", { class: "quiet" }, "Sign out");
    button.addEventListener("click", () => signOut(outputs));
    where.replaceChildren(el("span", { class: "who" }, user.name), button);
  } else {
    const button = el("button", { class: "primary" }, "Sign in");
    button.addEventListener("click", () => void attempt(button, () => signIn(outputs)));
    where.replaceChildren(button);
  }
}

async function start(): Promise<void> {
  const outputs = await readOutputs();
  let problem: unknown;
  await finishSignIn(outputs).catch((error: unknown) => (problem = error));
  showAccount(outputs);
  const api = connect(outputs);
  const refresh = () => showNames(api, show);
  const show = async (name: string) => {
    await showRecords(find("person"), `${name}’s`, api.of(name), refresh);
  };
  const look = find("look") as HTMLFormElement;
  look.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(look.querySelector("button"), () => show(String(new FormData(look).get("name"))));
  });
  if (currentUser()) {
    const records = el("div", {});
    find("mine").replaceChildren(el("section", { class: "card", "aria-labelledby": "mine-title" }, el("h2", { id: "mine-title" }, "My movies"), records));
    await showRecords(records, "Your", api.mine, async () => {});
  }
  await refresh();
  if (problem) throw problem;
}

void attempt(null, start);
