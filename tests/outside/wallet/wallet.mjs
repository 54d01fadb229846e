// A wallet made of libraries that others wrote: OpenID4VCI and OpenID4VP by @openid4vc, SD-JWT VC by @sd-jwt, JOSE by jose.
// Usage: node wallet.mjs receive OFFER_LINK DIGITS      prints {credential, jwk, seen}
//        node wallet.mjs present REQUEST_LINK < that    prints {status, disclosed, client}
import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as jose from "jose";
import { clientAuthenticationAnonymous, setGlobalConfig } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

// The test holds its clock: this process keeps to the same time, libraries and all.
const Real = Date, shift = process.env.NOW ? Number(process.env.NOW) - Real.now() : 0;
globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length ? given : [Real.now() + shift])); }
  static now() { return Real.now() + shift; }
};
setGlobalConfig({ allowInsecureUrls: true }); // the test is served on this machine, without TLS

const sha = (data, alg) => createHash(alg.replace("-", "")).update(data).digest();
const salt = (length) => randomBytes(length).toString("base64url");

async function keyOf(signer) {
  if (signer.method === "x5c") return jose.importX509(new X509Certificate(Buffer.from(signer.x5c[0], "base64")).toString(), signer.alg);
  return jose.importJWK(signer.publicJwk, signer.alg);
}

function callbacks(own) {
  return {
    fetch,
    hash: (data, alg) => sha(data, alg),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationAnonymous(),
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
    signJwt: async (signer, { header, payload }) => ({
      jwt: await new jose.SignJWT(payload).setProtectedHeader(header).sign(await jose.importJWK(own, "ES256")),
      signerJwk: signer.publicJwk,
    }),
    verifyJwt: async (signer, { compact }) => {
      const key = await keyOf(signer);
      await jose.compactVerify(compact, key);
      return { verified: true, signerJwk: await jose.exportJWK(key) };
    },
    encryptJwe: async (to, data) => ({
      encryptionJwk: to.publicJwk,
      jwe: await new jose.CompactEncrypt(new TextEncoder().encode(data))
        .setProtectedHeader({ alg: to.alg, enc: to.enc, kid: to.publicJwk.kid })
        .encrypt(await jose.importJWK(to.publicJwk, to.alg)),
    }),
    decryptJwe: async () => ({ decrypted: false }),
  };
}

function reader(publicKeys, statusKeys) {
  const verify = (keys) => async (data, signature) => {
    const kid = JSON.parse(Buffer.from(data.split(".")[0], "base64url")).kid;
    const key = await jose.importJWK(keys.find((one) => one.kid === kid), "ES256");
    return jose.compactVerify(`${data}.${signature}`, key).then(() => true, () => false);
  };
  return new SDJwtVcInstance({
    hasher: sha,
    hashAlg: "sha-256",
    saltGenerator: salt,
    verifier: verify(publicKeys),
    statusVerifier: verify(statusKeys ?? publicKeys),
    statusListFetcher: async (uri) => (await fetch(uri)).text(),
  });
}

async function issuerKeys(issuer) {
  const { origin, pathname } = new URL(issuer);
  const page = await (await fetch(`${origin}/.well-known/jwt-vc-issuer${pathname}`)).json();
  if (page.issuer !== issuer) throw new Error("another issuer");
  return page.jwks.keys;
}

async function receive(link, digits) {
  const { privateKey, publicKey } = await jose.generateKeyPair("ES256", { extractable: true });
  const [own, publicJwk] = [await jose.exportJWK(privateKey), await jose.exportJWK(publicKey)];
  const client = new Openid4vciClient({ callbacks: callbacks(own) });
  const credentialOffer = await client.resolveCredentialOffer(link);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode: digits });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const credentialConfigurationId = credentialOffer.credential_configuration_ids[0];
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, issuedAt: new Date(),
    signer: { method: "jwk", publicJwk, alg: "ES256" },
  });
  const accessToken = accessTokenResponse.access_token;
  const got = await client.retrieveCredentials({ issuerMetadata, credentialConfigurationId, accessToken, proofs: { jwt: [jwt] } });
  const { credential } = got.credentialResponse.credentials[0];
  await client.sendNotification({
    issuerMetadata, accessToken,
    notification: { notificationId: got.credentialResponse.notification_id, event: "credential_accepted" },
  });
  const read = reader(await issuerKeys(credentialOffer.credential_issuer));
  const { payload } = await read.verify(credential, { currentDate: Math.floor(Date.now() / 1000) });
  return { credential, jwk: own, seen: payload };
}

async function present(link, { credential, jwk }) {
  const client = new Openid4vpClient({ callbacks: callbacks(jwk) });
  const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const resolved = await client.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params });
  const request = resolved.authorizationRequestPayload;
  const query = request.dcql_query.credentials[0];
  const asked = Object.fromEntries(query.claims.map((one) => [one.path[0], true]));
  const holder = new SDJwtVcInstance({
    hasher: sha, hashAlg: "sha-256", saltGenerator: salt, kbSignAlg: "ES256",
    kbSigner: async (data) => {
      const [header, payload] = data.split(".").map((part) => Buffer.from(part, "base64url"));
      const jws = await new jose.CompactSign(payload).setProtectedHeader(JSON.parse(header)).sign(await jose.importJWK(jwk, "ES256"));
      return jws.split(".")[2];
    },
  });
  const iat = Math.floor(Date.now() / 1000);
  const text = await holder.present(credential, asked, { kb: { payload: { iat, aud: request.client_id, nonce: request.nonce } } });
  const made = await client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token: { [query.id]: [text] } },
    jarm: { encryption: { nonce: salt(16) }, serverMetadata: {
      authorization_signing_alg_values_supported: ["ES256"],
      authorization_encryption_alg_values_supported: ["ECDH-ES"],
      authorization_encryption_enc_values_supported: ["A128GCM"],
    } },
  });
  const { response } = await client.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request, authorizationResponsePayload: made.authorizationResponsePayload, jarm: made.jarm,
  });
  const disclosures = text.split("~").slice(1, -1).map((one) => JSON.parse(Buffer.from(one, "base64url")).slice(1));
  return { status: response.status, said: await response.text(), disclosed: Object.fromEntries(disclosures), client: resolved.client.prefix, version: resolved.version };
}

const [what, ...given] = process.argv.slice(2);
const done = what === "receive" ? await receive(...given) : await present(given[0], JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify(done));
