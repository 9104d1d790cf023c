// What a reader's own browser proves: signed notes (C2SP signed-note, tlog-checkpoint, tlog-proof) and proofs of the Merkle tree
// (RFC 9162, 2.1). The rules are those of src/Ledger.Transparency, written again, with the browser's SHA-256 and signatures. Nothing here
// asks anybody anything; what is malformed in any way throws.

const hashLength = 32;
const mostNoteBytes = 1 << 20;
const mostSignatures = 100;
const mostHashes = 63; // the height of the highest tree
const largest = 2n ** 63n - 1n;
const ecdsa = 2; // algorithm bytes of C2SP signed-note
const ed25519 = 1;
const keyIdLength = 4;

// SubjectPublicKeyInfo of a P-256 key up to its point (RFC 5480, 2): other spellings of a key would have other key ids.
const p256Start = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
const p256Length = 91;
const coordinateLength = 32;

/** Malformed. The code says what of: proof, checkpoint, key, receipt or leaf. */
export class Malformed extends Error {
  constructor(what, detail) {
    super(detail);
    this.what = what;
  }
}

function require(isRight, what, detail) {
  if (!isRight) throw new Malformed(what, detail);
}

const utf8 = (text) => new TextEncoder().encode(text);

/** Lowercase hexadecimal digits. */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const same = (left, right) => left.length === right.length && left.every((byte, at) => byte === right[at]);

const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Bytes of canonical base64 (RFC 4648, 4 and 3.5); null for any other spelling. */
export function base64(text) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const decoded = atob(text);
  return btoa(decoded) === text ? Uint8Array.from(decoded, (letter) => letter.charCodeAt(0)) : null;
}

/** A size or an index: digits, no sign, no leading zero, at most 63 bits. A BigInt; null for anything else. */
function decimal(text) {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text)) return null;
  const number = BigInt(text);
  return number <= largest ? number : null;
}

function treeHash(text, what) {
  const bytes = typeof text === "string" ? base64(text) : null;
  require(bytes?.length === hashLength, what, "not the hash of a tree");
  return bytes;
}

/** The 32 bytes of 64 hexadecimal digits, as receipts have them. */
export function leafHashOf(text) {
  require(/^[0-9a-f]{64}$/.test(text), "receipt", "a leaf hash is 64 lowercase hexadecimal digits");
  return Uint8Array.from(text.match(/../g), (digits) => parseInt(digits, 16));
}

/** SHA-256(0x00 || leaf) (RFC 6962, 2.1). */
export const hashLeaf = (bytes) => sha256(joined([0], bytes));

const hashNode = (left, right) => sha256(joined([1], left, right));

const isKeyName = (name) => name.length > 0 && !/[\s\u0085+\u0000-\u001f]/.test(name);

/** A signed note: its text, and its signature lines as {name, id, bytes}. */
export function readNote(note) {
  require(utf8(note).length <= mostNoteBytes && !/\p{Surrogate}/u.test(note), "checkpoint", "too long, or no valid Unicode");
  require(!/[\u0000-\u0009\u000b-\u001f]/.test(note), "checkpoint", "a control character");
  const end = note.lastIndexOf("\n\n");
  require(end > 0 && note.endsWith("\n"), "checkpoint", "no signature");
  const lines = note.slice(end + 2).split("\n").slice(0, -1);
  require(lines.length > 0 && lines.length <= mostSignatures, "checkpoint", `${lines.length} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const parts = line.startsWith("\u2014 ") ? line.slice(2).split(" ") : [];
  const bytes = parts.length === 2 && isKeyName(parts[0]) ? base64(parts[1]) : null;
  require(bytes?.length > keyIdLength, "checkpoint", "a malformed signature line");
  return { name: parts[0], id: hex(bytes.slice(0, keyIdLength)), bytes: bytes.slice(keyIdLength) };
}

/** The head of a tree: {origin, size, root}. Extension lines are passed over: they prove nothing. */
async function readHead(text) {
  const lines = text.split("\n");
  require(lines.length >= 4 && lines.indexOf("") === lines.length - 1, "checkpoint", "fewer than three lines, or an empty one");
  const size = decimal(lines[1]);
  require(size !== null, "checkpoint", "not the size of a tree");
  const root = treeHash(lines[2], "checkpoint");
  require(size > 0n || same(root, await sha256(new Uint8Array())), "checkpoint", "not the root of an empty tree");
  return { origin: lines[0], size, root };
}

/** A .tlog-proof file: {index, hashes, checkpoint}, the last a note. */
export function readProof(text) {
  const end = text.indexOf("\n\n");
  require(end > 0, "proof", "no checkpoint");
  const lines = text.slice(0, end).split("\n");
  require(lines.shift() === "c2sp.org/tlog-proof@v1", "proof", "another first line");
  if (lines[0]?.startsWith("extra ")) require(base64(lines.shift().slice("extra ".length)) !== null, "proof", "not base64");
  const place = lines.shift() ?? "";
  const index = place.startsWith("index ") ? decimal(place.slice("index ".length)) : null;
  require(index !== null, "proof", "no index of its leaf");
  require(lines.length <= mostHashes, "proof", `${lines.length} hashes`);
  return { index, hashes: lines.map((line) => treeHash(line, "proof")), checkpoint: readNote(text.slice(end + 2)) };
}

/** A vkey, name+hex(key id)+base64(type || key): {name, id, verifies(text, signature)}. */
export async function readKey(vkey) {
  const [name = "", id = "", ...rest] = vkey.split("+");
  const bytes = base64(rest.join("+")); // base64 may hold a plus, a name may not
  require(isKeyName(name) && /^[0-9a-f]{8}$/.test(id) && bytes?.length > 1, "key", "not a vkey");
  const key = bytes.slice(1);
  require(bytes[0] === ecdsa || bytes[0] === ed25519, "key", "an algorithm that logs do not sign with");
  const named = bytes[0] === ecdsa ? key : joined(utf8(name + "\n"), bytes);
  require(hex((await sha256(named)).slice(0, keyIdLength)) === id, "key", "the key id of another key");
  return { name, id, verifies: bytes[0] === ecdsa ? await ecdsaCheck(key) : await ed25519Check(key) };
}

async function ecdsaCheck(spki) {
  require(spki.length === p256Length && hex(spki).startsWith(p256Start), "key", "not a key on P-256");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await imported("spki", spki, algorithm);
  return async (text, signature) => {
    const plain = fromDer(signature);
    return plain !== null && crypto.subtle.verify(algorithm, key, plain, utf8(text));
  };
}

// Older browsers do not know Ed25519: there the log's other signature must do, and this key counts as unknown.
async function ed25519Check(bytes) {
  require(bytes.length === hashLength, "key", "not an Ed25519 key");
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
  return (text, signature) => crypto.subtle.verify("Ed25519", key, signature, utf8(text));
}

async function imported(format, bytes, algorithm) {
  try {
    return await crypto.subtle.importKey(format, bytes, algorithm, false, ["verify"]);
  } catch {
    throw new Malformed("key", "no point of the curve");
  }
}

// DER of two integers (RFC 3279, 2.2.3) as the two coordinates that WebCrypto takes; null for anything else.
function fromDer(der) {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[1] > 0x7f) return null;
  const [r, end] = integer(der, 2);
  const [s, last] = r === null ? [null, 0] : integer(der, end);
  return s !== null && last === der.length ? joined(r, s) : null;
}

function integer(der, at) {
  const length = der[at + 1];
  const bytes = der.slice(at + 2, at + 2 + length);
  const isPadded = bytes[0] === 0 && bytes.length > 1;
  const isShortest = bytes.length === length && length > 0 && bytes[0] < 0x80 && (!isPadded || bytes[1] >= 0x80);
  const plain = isPadded ? bytes.slice(1) : bytes;
  if (der[at] !== 0x02 || !isShortest || plain.length > coordinateLength) return [null, 0];
  return [joined(new Uint8Array(coordinateLength - plain.length), plain), at + 2 + length];
}

/** The known keys that signed the text. None at all where the signature of any known key is wrong: refuse such a note. */
async function verifiedBy(note, keys) {
  const signers = [];
  for (const key of keys) {
    if (key.verifies === null) continue;
    for (const line of note.signatures.filter((each) => each.name === key.name && each.id === key.id)) {
      if (!(await key.verifies(note.text, line.bytes))) return [];
      if (!signers.includes(key)) signers.push(key);
    }
  }
  return signers;
}

/** True where one of these keys is said to have signed, rightly or not. */
const namesOneOf = (note, keys) =>
  keys.some((key) => key.verifies !== null && note.signatures.some((line) => line.name === key.name && line.id === key.id));

/** Leaf index (from 0) is in the tree (RFC 9162, 2.1.3.2). Numbers are BigInts, hashes 32 bytes. */
export async function verifiesInclusion(index, leaf, size, root, proof) {
  if (index < 0n || index >= size) return false;
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = await hashNode(sibling, hash);
      if ((node & 1n) === 0n) [node, last] = skipLevelsWithoutSibling(node, last);
    } else {
      hash = await hashNode(hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && same(hash, root);
}

/** The newer tree starts with all the leaves of the older one (RFC 9162, 2.1.4.2). */
export async function verifiesConsistency(olderSize, olderRoot, size, root, proof) {
  if (olderSize < 0n || olderSize > size) return false;
  if (olderSize === size) return proof.length === 0 && same(olderRoot, root) && hasRoot(size, root);
  if (olderSize === 0n) return proof.length === 0 && hasRoot(0n, olderRoot); // every tree starts with no leaves

  // an older tree that is one full subtree is its own first node; it is left out of the proof
  const isFullSubtree = (olderSize & (olderSize - 1n)) === 0n;
  if (!isFullSubtree && proof.length === 0) return false;
  const [start, ...rest] = isFullSubtree ? [olderRoot, ...proof] : proof;
  let [node, last] = [olderSize - 1n, size - 1n];
  while ((node & 1n) === 1n) [node, last] = [node >> 1n, last >> 1n];

  let [olderHash, hash] = [start, start];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      olderHash = await hashNode(sibling, olderHash);
      hash = await hashNode(sibling, hash);
      if ((node & 1n) === 0n) [node, last] = skipLevelsWithoutSibling(node, last);
    } else {
      hash = await hashNode(hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && same(olderHash, olderRoot) && same(hash, root);
}

async function hasRoot(size, root) {
  return size > 0n || same(root, await sha256(new Uint8Array()));
}

function skipLevelsWithoutSibling(node, last) {
  while (node !== 0n && (node & 1n) === 0n) [node, last] = [node >> 1n, last >> 1n];
  return [node, last];
}

/** What a reader has, of all that the service hands out: {receipts}, {proof, leafHash}, whichever it is. */
export function readEvidence(text) {
  if (text.startsWith("c2sp.org/")) return { proof: readProof(text), leafHash: null };
  const said = parsed(text, "receipt");
  if (said.checkpoint !== undefined || said.hashes !== undefined) return { proof: proofOf(said), leafHash: leafHashOf(said.leafHash) };
  const receipts = receiptsIn(said);
  require(receipts.length > 0, "receipt", "no receipt");
  return { receipts };
}

function parsed(text, what) {
  try {
    const said = JSON.parse(text);
    require(said !== null && typeof said === "object", what, "no object");
    return said;
  } catch (broken) {
    throw broken instanceof Malformed ? broken : new Malformed(what, broken.message);
  }
}

function proofOf(said) {
  require([said.index, said.size, said.sequence].every(Number.isSafeInteger) && said.index >= 0, "proof", "no index, size or sequence");
  require(said.sequence === said.index + 1, "proof", "the sequence of another leaf");
  require(Array.isArray(said.hashes) && said.hashes.length <= mostHashes, "proof", "no hashes");
  require(typeof said.checkpoint === "string", "proof", "no checkpoint");
  return {
    index: BigInt(said.index), hashes: said.hashes.map((hash) => treeHash(hash, "proof")), checkpoint: readNote(said.checkpoint),
    stated: { size: BigInt(said.size), root: treeHash(said.root, "proof") },
  };
}

// The answer to a post, to many, or one receipt out of either.
function receiptsIn(said) {
  if (Array.isArray(said)) return said.flatMap(receiptsIn);
  if (said === null || typeof said !== "object") throw new Malformed("receipt", "no object");
  if (Array.isArray(said.events)) return [...said.events.flatMap(receiptsIn), ...(said.replacement ? receiptsIn(said.replacement) : [])];
  require(Number.isSafeInteger(said.sequence) && said.sequence > 0, "receipt", "no sequence");
  require(typeof said.leafHash === "string", "receipt", "no leaf hash");
  return [{ sequence: BigInt(said.sequence), leafHash: leafHashOf(said.leafHash) }];
}

/** The checkpoint of a log, checked: {head, by}, by the name of the key; or {refused} with a code: unknown-key, signature, origin. */
async function checkNote(note, keys) {
  const head = await readHead(note.text);
  const signers = await verifiedBy(note, keys);
  if (signers.length === 0) return { head, refused: namesOneOf(note, keys) ? "signature" : "unknown-key" };
  return signers.some((key) => key.name === head.origin) ? { head, by: signers } : { head, refused: "origin" };
}

/**
 * That a leaf is in a signed tree: {verdict, head, by}. The verdict is proved; no-leaf where nothing says which record it is about; or why it
 * is refused: unknown-key, signature, origin, stated, root.
 */
export async function checkProof(proof, leafHash, keys) {
  const { head, by, refused } = await checkNote(proof.checkpoint, keys);
  if (refused) return { verdict: refused, head };
  const { stated } = proof;
  if (stated && !(stated.size === head.size && same(stated.root, head.root))) return { verdict: "stated", head };
  if (leafHash === null) return { verdict: "no-leaf", head, by };
  const isThere = await verifiesInclusion(proof.index, leafHash, head.size, head.root, proof.hashes);
  return { verdict: isThere ? "proved" : "root", head, by };
}

/** That what was kept is the beginning of what there is: {verdict}: grown, same, shorter, forked; or why a note is refused. */
export async function checkHistory(kept, current, keys, fetchHashes) {
  const [older, newer] = [await checkNote(kept, keys), await checkNote(current, keys)];
  const [from, to] = [older.head, newer.head];
  if (older.refused) return { verdict: older.refused, from, to };
  if (newer.refused) return { verdict: "current-" + newer.refused, from, to };
  if (from.origin !== to.origin) return { verdict: "other-log", from, to };
  if (from.size > to.size) return { verdict: "shorter", from, to };
  const hashes = from.size === to.size ? [] : await fetchHashes(from.size, to.size);
  const isOne = await verifiesConsistency(from.size, from.root, to.size, to.root, hashes.map((hash) => treeHash(hash, "proof")));
  return { verdict: isOne ? (from.size === to.size ? "same" : "grown") : "forked", from, to };
}
