// A service that signs people in, built on the certified client `openid-client`: it discovers the provider, pushes its
// request, redeems the code, verifies the ID token, asks for claims, looks into its token, gives it back, signs out.
// Usage: node login.mjs ISSUER CLIENT_ID PRIVATE_JWK PORT; prints "ready", then one JSON line for each browser that came back.
import { createServer } from "node:http";
import { importJWK } from "jose";
import * as client from "openid-client";

const [issuer, clientId, jwk, port] = process.argv.slice(2);
const here = `http://127.0.0.1:${port}`;
const key = await importJWK(JSON.parse(jwk), "ES256");
const config = await client.discovery(
  new URL(issuer),
  clientId,
  { id_token_signed_response_alg: "ES256", use_mtls_endpoint_aliases: false },
  client.PrivateKeyJwt({ key, alg: "ES256" }),
  { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
);
const waiting = new Map();
let last;

async function start(query) {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  waiting.set(state, { verifier, nonce, query });
  return client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: `${here}/back`,
    scope: "openid profile region",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...query,
  });
}

async function finish(url) {
  const state = url.searchParams.get("state");
  const { verifier, nonce, query } = waiting.get(state);
  waiting.delete(state);
  const tokens = await client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...(query.max_age ? { maxAge: Number(query.max_age) } : {}),
  });
  const claims = tokens.claims();
  const told = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const before = await client.tokenIntrospection(config, tokens.access_token);
  await client.tokenRevocation(config, tokens.access_token);
  const after = await client.tokenIntrospection(config, tokens.access_token);
  last = tokens.id_token;
  return { claims, told, active: [before.active, after.active] };
}

async function answer(request, response) {
  const url = new URL(request.url, here);
  if (url.pathname === "/") {
    response.writeHead(302, { location: (await start(Object.fromEntries(url.searchParams))).href }).end();
  } else if (url.pathname === "/back") {
    const said = url.searchParams.has("error") ? { error: url.searchParams.get("error") } : await finish(url);
    console.log(JSON.stringify(said));
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>Portal</title><h1 id="done">${said.error ?? said.told.sub}</h1>`);
  } else if (url.pathname === "/leave") {
    const bye = client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${here}/bye`, id_token_hint: last });
    response.writeHead(302, { location: bye.href }).end();
  } else {
    response.writeHead(200, { "content-type": "text/html" }).end('<!doctype html><title>Bye</title><h1 id="bye">bye</h1>');
  }
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.log(JSON.stringify({ broke: `${error.code ?? ""} ${error.message}`, cause: String(error.cause ?? "") }));
    response.writeHead(500).end();
  });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
