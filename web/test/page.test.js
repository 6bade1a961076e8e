// Drives the built page in headless Chromium against a stack that was just deployed: `make web-test`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const pageURL = process.env.PAGE_URL;
assert.ok(pageURL, "PAGE_URL is not set: run make web-test");
const api = `${pageURL}api`;
const pictures = new URL("../../.local/screenshots/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const phone = { width: 390, height: 844 };
const desk = { width: 1100, height: 800 };

let browser;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  const executablePath = execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"]).toString().trim();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  for (const [name, movie] of Object.entries({ ada: "Metropolis", bob: "Alien", cyd: "Heat", dan: "Ran", eve: "Brazil", fay: "Playtime", gil: "Stalker" })) {
    await call("PUT", `/${name}`, { favorite_movie: movie });
  }
});
after(() => browser?.close());

async function call(method, path, body) {
  const answer = await fetch(api + path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.text()}`);
}

/** Opens the page, does what a person does, and fails on errors in the console that are not about answers. */
async function visit(t, { colorScheme = "light", viewport = desk, url = pageURL } = {}) {
  const context = await browser.newContext({ colorScheme, viewport });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (m) => m.type() === "error" && !/Failed to load resource/.test(m.text()) && errors.push(m.text()));
  t.after(() => assert.deepEqual(errors, []));
  await page.goto(url);
  await page.getByRole("heading", { name: "Who has a favorite" }).waitFor();
  return page;
}

/** Keeps a screenshot, and fails on what keeps people with disabilities from using the page. */
async function look(page, name) {
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
  await page.evaluate(axe); // as the page's own code: its policy allows no inline script
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(wide, false, `${name} scrolls sideways`);
}

async function show(page, name) {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("heading", { name: `${name}’s list` }).waitFor();
}

const said = (page, text) => page.getByRole("status").getByText(text).waitFor();

test("someone who is not signed in looks around, on a phone and in the dark", async (t) => {
  for (const [name, options] of Object.entries({ "signed-out": {}, "signed-out-phone-dark": { viewport: phone, colorScheme: "dark" } })) {
    const page = await visit(t, options);
    await page.getByRole("button", { name: "Show ", exact: false }).first().waitFor();
    await look(page, name);
  }
});

test("a person pages through the names", async (t) => {
  const page = await visit(t);
  const seen = new Set();
  for (;;) {
    await page.locator("#names li, #names .none").first().waitFor();
    for (const name of await page.locator("#names li").allTextContents()) seen.add(name);
    const next = page.getByRole("button", { name: "Next" });
    if ((await next.count()) === 0) break;
    const old = await page.locator("#names").elementHandle();
    const before = await page.locator("#names").innerText();
    await next.click();
    await page.waitForFunction(([names, text]) => names.innerText !== text, [old, before]);
  }
  for (const name of ["ada", "bob", "cyd", "dan", "eve", "fay", "gil"]) assert.ok(seen.has(name), `${name} is on no page`);
  await page.getByRole("button", { name: "Previous" }).click();
});

test("a person sets, sees and deletes a favorite and a list", async (t) => {
  const name = "zoë / <b>&";
  const page = await visit(t, { viewport: phone });
  await show(page, name);
  await page.getByText("Nothing stored yet").waitFor();
  await page.getByLabel("The favorite movie").fill("Das Boot <i>");
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, "The favorite is stored.");
  await page.locator(".title", { hasText: "Das Boot <i>" }).waitFor();
  for (const title of ["Amélie", "50/50", "100% Wolf"]) {
    await page.getByLabel("A movie for the list").fill(title);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("listitem").filter({ hasText: title }).waitFor();
  }
  await look(page, "list-phone");
  await page.getByRole("button", { name: "Remove 50/50 from the list" }).click();
  await said(page, "off the list");
  assert.deepEqual(await page.locator(".list li span").allTextContents(), ["100% Wolf", "Amélie"]);
  await page.getByRole("button", { name: `Delete ${name}’s favorite` }).click();
  await said(page, "The favorite is deleted.");
  await page.getByText("Nothing stored yet").waitFor();
});

async function signIn(page, user) {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Name").fill(user);
  await look(page, "login");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "My movies" }).waitFor();
}

test("a user signs in, keeps movies that others do not see, and signs out", async (t) => {
  const page = await visit(t, { colorScheme: "dark" });
  await signIn(page, "Grace");
  assert.equal(new URL(page.url()).search, "", "the code stays in the address");
  const mine = page.locator("#mine");
  await mine.getByLabel("The favorite movie").fill("Hidden Figures");
  await mine.getByRole("button", { name: "Save" }).click();
  await mine.locator(".title", { hasText: "Hidden Figures" }).waitFor();
  await look(page, "signed-in-dark");
  await page.reload();
  await mine.locator(".title", { hasText: "Hidden Figures" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await mine.locator(".title").count(), 0);

  const other = await visit(t);
  await signIn(other, "Linus");
  await other.locator("#mine").getByText("Nothing stored yet").waitFor();
});

test("two pages change the same favorite: the second is told, sees what is stored, and decides", async (t) => {
  const [one, two] = [await visit(t), await visit(t, { viewport: phone })];
  await signIn(one, "Hedy");
  await one.locator("#mine").getByText("Nothing stored yet").waitFor();
  await signIn(two, "Hedy");
  const mine = (page) => page.locator("#mine");
  const title = (page, text) => mine(page).locator(".title", { hasText: text }).waitFor();
  const save = async (page, text) => {
    await mine(page).getByLabel(/favorite movie/).fill(text);
    await mine(page).getByRole("button", { name: "Save" }).click();
  };
  await save(one, "Algiers");
  await title(one, "Algiers");
  await save(two, "Samson"); // for it, nothing is stored yet
  await said(two, "in the meantime");
  await title(two, "Algiers");
  assert.equal(await mine(two).getByLabel("Another favorite movie").inputValue(), "Samson", "what a person has typed is theirs to keep");
  await look(two, "changed-meanwhile-phone");

  await save(two, "Comrade X");
  await said(two, "The favorite is stored.");
  assert.equal(await two.evaluate(() => globalThis.document.activeElement.name), "movie", "the keyboard goes on where it was");
  await title(two, "Comrade X");
  await save(one, "Boom Town");
  await said(one, "in the meantime");
  await title(one, "Comrade X");
  await save(two, "White Cargo");
  await title(two, "White Cargo");
  await mine(one).getByRole("button", { name: "Delete your favorite" }).click();
  await said(one, "in the meantime");
  await title(one, "White Cargo");
  await look(one, "changed-meanwhile");
  await mine(one).getByRole("button", { name: "Delete your favorite" }).click();
  await said(one, "The favorite is deleted.");
});

test("a conflict is said, and a person resolves it", async (t) => {
  const titles = (from, count) => Array.from({ length: count }, (_, i) => `Movie ${from + i}`);
  await call("PUT", "/full/movies", { movies: titles(0, 100) });
  for (let from = 100; from < 900; from += 100) await call("POST", "/full/movies", { movies: titles(from, 100) });
  await call("POST", "/full/movies", { movies: ["Movie 900"] });
  const page = await visit(t);
  await show(page, "full");
  const add = async () => {
    await page.getByLabel("A movie for the list").fill("One more");
    await page.getByRole("button", { name: "Add" }).click();
  };
  await add();
  await said(page, "The list is full.");
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${pictures}conflict.png` });
  await page.getByRole("button", { name: "Remove Movie 900 from the list" }).click();
  await said(page, "off the list");
  await add();
  await said(page, "“One more” is on the list.");
});

test("errors are said in words", async (t) => {
  const page = await visit(t, { viewport: phone, colorScheme: "dark" });
  await show(page, "ada");
  for (const [status, words] of Object.entries({ 429: "Too many requests", 503: "problem of its own", 401: "sign in first" })) {
    await page.route("**/api/ada", (route) => (route.request().method() === "PUT" ? route.fulfill({ status: Number(status), json: { message: "x" } }) : route.continue()));
    await page.getByLabel("Another favorite movie").fill("Other");
    await page.getByRole("button", { name: "Save" }).click();
    await said(page, words);
    await page.unroute("**/api/ada");
  }
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, "cannot be reached");
  await look(page, "error-phone-dark");
});

test("a session that ended is said", async (t) => {
  const page = await visit(t);
  await signIn(page, "Alan");
  await page.evaluate(() => {
    const user = JSON.parse(sessionStorage.getItem("user"));
    sessionStorage.setItem("user", JSON.stringify({ ...user, token: "not a token" }));
  });
  await page.locator("#mine").getByLabel("A movie for the list").fill("Enigma");
  await page.locator("#mine").getByRole("button", { name: "Add" }).click();
  await said(page, "Please sign in first");
});

test("the sources are served with the API and the login of make up, for who works on the page", async (t) => {
  const server = await createServer({ root: new URL("..", import.meta.url).pathname, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  t.after(() => server.close());
  await server.listen();
  const page = await visit(t, { url: server.resolvedUrls.local[0] });
  await signIn(page, "Ida");
  const mine = page.locator("#mine");
  await mine.getByLabel("The favorite movie").fill("The Bigamist");
  await mine.getByRole("button", { name: "Save" }).click();
  await mine.locator(".title", { hasText: "The Bigamist" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});
