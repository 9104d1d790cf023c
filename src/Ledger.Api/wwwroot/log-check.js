// Lets a reader's browser check what it is given, with proofs.js. What was pasted stays here: only proofs and the current checkpoint are
// fetched. Words are in the page, in its language.
const words = document.getElementById("words");
const keysField = document.getElementById("keys");
const shownKeys = keysField.value;
const mostFileBytes = 1 << 20;
const {
  Malformed, checkHistory, checkProof, hashLeaf, hex, leafHashOf, readEvidence, readKey, readNote, readProof,
} = await import(words.dataset.proofs);

const number = (value) => value.toLocaleString(document.documentElement.lang);
const base64Of = (bytes) => btoa(String.fromCharCode(...bytes));

// Copying loses the last newline, and adds what no checkpoint or proof begins or ends with.
const pasted = (id) => document.getElementById(id).value.replaceAll("\r\n", "\n").trim();

async function keysGiven() {
  const lines = keysField.value.split("\n").map((line) => line.trim()).filter((line) => line.length > 0);
  if (lines.length === 0) throw new Malformed("key", "no key");
  return Promise.all(lines.map(readKey));
}

async function ask(address, type) {
  const answer = await fetch(address, { headers: { Accept: type }, cache: "no-store" });
  return answer.ok ? answer.text() : null;
}

function word(name, ...values) {
  const text = words.content.querySelector(`[data-of="${name}"]`).textContent;
  return text.replace(/\{(\d)\}/g, (_, at) => values[at]);
}

function line(list, name, value) {
  const row = document.createElement("div");
  row.append(
    Object.assign(document.createElement("dt"), { textContent: word(name) }),
    Object.assign(document.createElement("dd"), { textContent: value, className: "code" }));
  list.append(row);
}

function show(place, found) {
  const box = document.createElement("div");
  box.className = `result ${words.content.querySelector(`[data-of="${found.verdict}"]`).dataset.tone}`;
  box.dataset.verdict = found.verdict;
  box.append(
    Object.assign(document.createElement("h3"), { textContent: word(`${found.verdict}.title`, ...(found.values ?? [])) }),
    Object.assign(document.createElement("p"), { textContent: word(found.verdict, ...(found.values ?? [])) }));
  if (found.by) {
    const source = keysField.value === shownKeys ? "key-shown" : "key-given";
    box.append(Object.assign(document.createElement("p"), { textContent: word(source) }));
  }
  const list = Object.assign(document.createElement("dl"), { className: "lines" });
  for (const [name, value] of found.lines ?? []) line(list, name, value);
  if (list.children.length > 0) box.append(list);
  place.append(box);
}

// A refusal is an answer; so is what cannot be read, and a service that does not answer.
async function answer(id, find) {
  const place = document.getElementById(id);
  place.replaceChildren();
  place.hidden = false;
  try {
    for (const found of await find()) show(place, found);
  } catch (failed) {
    if (!(failed instanceof Malformed || failed instanceof TypeError)) throw failed;
    show(place, { verdict: failed instanceof Malformed ? `malformed-${failed.what}` : "unreachable" });
  }
  place.scrollIntoView({ block: "nearest" });
}

const signersOf = (by) => (by ?? []).map((key) => ["by", `${key.name}+${key.id}`]);

async function checkOne(sequence, proof, leafHash, keys) {
  const found = await checkProof(proof, leafHash, keys);
  const lines = [...signersOf(found.by), ["root", base64Of(found.head.root)]];
  if (leafHash !== null) lines.unshift(["leaf-hash", hex(leafHash)]);
  return { ...found, values: [sequence, number(found.head.size), found.head.origin], lines };
}

async function checkReceipt({ sequence, leafHash }, keys) {
  const text = await ask(`/v1/log/proof?sequence=${sequence}`, "text/plain");
  if (text === null) return { verdict: "missing", values: [sequence] };
  const proof = readProof(text);
  if (proof.index !== sequence - 1n) return { verdict: "place", values: [sequence] };
  return checkOne(sequence, proof, leafHash, keys);
}

// The record itself, or the hash of its leaf; null where neither was given.
async function leafGiven() {
  const text = pasted("leaf");
  if (text === "") return null;
  return /^[0-9a-fA-F]{64}$/.test(text) ? leafHashOf(text.toLowerCase()) : hashLeaf(new TextEncoder().encode(text));
}

async function checkEvidence() {
  const text = pasted("evidence");
  const [keys, leaf] = [await keysGiven(), await leafGiven()];
  const evidence = readEvidence(text.startsWith("{") || text.startsWith("[") ? text : text + "\n");
  if (evidence.receipts) {
    const ofLeaf = leaf === null ? evidence.receipts : evidence.receipts.filter((each) => hex(each.leafHash) === hex(leaf));
    if (ofLeaf.length === 0) return [otherLeaf(leaf, evidence.receipts[0].leafHash)];
    return Promise.all(ofLeaf.map((receipt) => checkReceipt(receipt, keys)));
  }
  const { proof, leafHash } = evidence;
  if (leaf !== null && leafHash !== null && hex(leaf) !== hex(leafHash)) return [otherLeaf(leaf, leafHash)];
  return [await checkOne(proof.index + 1n, proof, leafHash ?? leaf, keys)];
}

const otherLeaf = (given, stated) => ({ verdict: "leaf", lines: [["leaf-given", hex(given)], ["leaf-hash", hex(stated)]] });

async function fetchHashes(from, to) {
  const answered = await ask(`/v1/log/consistency?from=${from}&to=${to}`, "application/json");
  if (answered === null) throw new TypeError("no answer");
  return JSON.parse(answered).hashes;
}

// A checkpoint, or a proof that carries one.
function keptNote(text) {
  const evidence = text.startsWith("{") || text.startsWith("c2sp.org/") ? readEvidence(text.startsWith("{") ? text : text + "\n") : null;
  if (evidence?.receipts) throw new Malformed("checkpoint", "a receipt has none");
  return evidence ? evidence.proof.checkpoint : readNote(text + "\n");
}

async function compare() {
  const keys = await keysGiven();
  const kept = keptNote(pasted("kept"));
  const current = await ask("/checkpoint", "text/plain");
  if (current === null) throw new TypeError("no checkpoint");
  const found = await checkHistory(kept, readNote(current), keys, fetchHashes);
  const verdict = found.verdict.startsWith("current-") ? "current" : found.verdict;
  const lines = [["root-kept", base64Of(found.from.root)], ["root-now", base64Of(found.to.root)]];
  const isTold = ["grown", "same", "forked", "shorter"].includes(verdict);
  return [{ ...found, verdict, by: isTold ? keys : null, values: [number(found.from.size), number(found.to.size), found.from.origin], lines }];
}

async function take(file, id) {
  if (!file || file.size > mostFileBytes) return;
  document.getElementById(id).value = await file.text();
}

function listen(formId, id, find) {
  const form = document.getElementById(formId);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(`${formId}-found`, find);
  });
  for (const field of form.querySelectorAll("textarea")) {
    field.addEventListener("dragover", (event) => event.preventDefault());
    field.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length === 0) return; // dragged text lands by itself
      event.preventDefault();
      take(event.dataTransfer.files[0], field.id);
    });
  }
  for (const input of form.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => take(input.files[0], input.id.replace("-file", "")));
  form.querySelector("fieldset").disabled = false;
}

// Browsers give their cryptography only to pages that came encrypted, or from the machine itself.
if (window.isSecureContext && crypto.subtle) {
  listen("check", "evidence", checkEvidence);
  listen("compare", "kept", compare);
} else {
  document.getElementById("no-crypto").hidden = false;
}
