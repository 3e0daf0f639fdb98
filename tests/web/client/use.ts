// What a web developer writes against the API. It is compiled, never run: a change that breaks it breaks theirs.

import createClient from "openapi-fetch";

import type { Acceptance, Breakdown, Catalog, Estimate, EstimateRequest, Line, Problem, Quote, paths } from "../generated/api.js";

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8080" });

/** The picker of a widget: which numbers of sessions can be chosen for a treatment on an area. */
export async function possibleSessions(treatment: string, area: string): Promise<number[]> {
  const { data, error } = await client.GET("/v1/catalog", { params: { query: { language: "en" } } });
  if (error) throw new Error(told(error));
  const catalog: Catalog = data;
  const row = catalog.treatments.find((row) => row.treatment === treatment);
  return row?.areas.find((offer) => offer.area === area)?.sessions ?? [];
}

/** The same figure that the telephone would give. */
export async function price(request: EstimateRequest): Promise<string> {
  const { data, error } = await client.POST("/v1/estimates", { body: request });
  return error ? told(error) : sentence(data);
}

/** One item, from a page that may be cached. */
export async function priceOne(): Promise<string> {
  const query = { treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: "10+", include: ["ladder" as const] };
  const { data, error } = await client.GET("/v1/estimates", { params: { query } });
  return error ? told(error) : sentence(data);
}

function sentence(estimate: Estimate): string {
  const { from, to } = estimate.total;
  const compared = estimate.comparison?.verdict ?? "not compared";
  const first = estimate.items[0]?.schedule?.visits[0];
  const day = first === undefined ? "" : "earliest" in first ? first.earliest : `day ${first.earliest_day}`;
  return [from, to, estimate.currency, compared, day, ...lines(estimate.low)].join(" ");
}

function lines(breakdown: Breakdown): string[] {
  return breakdown.lines.map((line: Line) => {
    switch (line.kind) {
      case "course":
        return `${line.sessions} sessions: ${line.amount} (${line.parts.map((part) => part.source).join(", ")})`;
      case "extra":
        return `${line.quantity} ${line.name}: ${line.amount}`;
      case "discount":
        return `${line.name}: ${line.amount}`;
    }
  });
}

function told(problem: Problem): string {
  const places = (problem.errors ?? []).map((error) => `${error.pointer}: ${error.detail} ${error.did_you_mean?.[0] ?? ""}`);
  return [problem.code, problem.title, ...places].join("\n");
}

/** For whoever runs the server. */
export async function versions(): Promise<(string | null | undefined)[]> {
  const { data } = await client.GET("/v1/price-lists");
  const { data: ready } = await client.GET("/readyz");
  return [...(data?.price_lists ?? []), ...(ready?.price_lists ?? [])].map((list) => list.version);
}

/** Kept under a code for the telephone: sent again with the same key it is done once. */
export async function save(request: EstimateRequest, phone: string, key: string): Promise<string> {
  const header = { "Idempotency-Key": key };
  const { data, error } = await client.POST("/v1/quotes", { params: { header }, body: { request, patient: { phone } } });
  return error ? told(error) : kept(data);
}

/** What the caller says who rings back. */
export async function find(phone: string): Promise<string[]> {
  const { data, error } = await client.POST("/v1/quotes/search", { body: { phone, state: "open" } });
  return error ? [told(error)] : data.quotes.map((quote) => `${quote.reference} ${quote.total.from} ${quote.valid_until}`);
}

/** A range is accepted with what was agreed on. */
export async function accept(reference: string, agreed_total: string): Promise<string> {
  const { data, error } = await client.POST("/v1/quotes/{reference}/accept", {
    params: { path: { reference } },
    headers: { authorization: "Bearer mesoquote_…" },
    body: { agreed_total },
  });
  return error ? told(error) : kept(data);
}

/** Whether every figure is still the same. */
export async function verify(reference: string): Promise<boolean> {
  const { data } = await client.GET("/v1/quotes/{reference}/verification", { params: { path: { reference } } });
  return data?.same === true && data.differences.length === 0;
}

function kept(quote: Quote): string {
  const steps = quote.history.map((step) => `${step.at} ${step.by} ${step.did}`);
  return [quote.reference, quote.state, quote.agreed_total ?? sentence(quote.estimate), ...steps].join("\n");
}

// What must not compile.

// @ts-expect-error an amount is text
export const numberAgreed: Acceptance = { agreed_total: 15000 };

// @ts-expect-error a field that is misspelt
export const misspelt: EstimateRequest = { items: [{ treatment: "a", area: "b", sesions: 3 }] };

// @ts-expect-error a word that can't be included
export const unknownInclude: EstimateRequest = { text: "belly 10", include: ["lader"] };

// @ts-expect-error an item without an area
export const withoutArea: EstimateRequest = { items: [{ treatment: "a" }] };

// @ts-expect-error an amount is text, it must not be computed with
export const computed = (estimate: Estimate): number => estimate.total.from * 2;
