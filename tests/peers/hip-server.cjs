// A hospital platform on npm's `soap`: node hip-server.cjs FILE.wsdl
// It prints its port, keeps encounter cards, and tells at /log what it was sent.
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const soap = require(path.join(process.env.PEER_MODULES, "soap"));

const cards = new Map();
const log = [];
const one = (text, pattern) => (text.match(pattern) || [])[1] || "";

function answer(id, kind, text, root = "MCCI_IN000002UV01", inside = "") {
  return `<${root} xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0">` +
    `<id root="2.16.156.10011.2.5.1.1" extension="peer-${log.length}"/>` +
    `<acknowledgement typeCode="${kind}"><targetMessage>` +
    `<id root="2.16.156.10011.2.5.1.1" extension="${id}"/></targetMessage>` +
    `<acknowledgementDetail><text value="${text}"/></acknowledgementDetail>` +
    `</acknowledgement>${inside}</${root}>`;
}

function found(card) {
  const rows = [...(cards.get(card) || [])].map((patient) =>
    `<subject><registrationEvent><subject1><patient classCode="PAT"><id>` +
    `<item root="2.16.156.10011.2.5.1.4" extension="${patient}"/>` +
    `<item root="2.16.156.10011.2.5.1.6" extension="${card}"/></id>` +
    `</patient></subject1></registrationEvent></subject>`);
  return `<controlActProcess classCode="CACT">${rows.join("")}</controlActProcess>`;
}

function handle({ action, message }, callback) {
  const id = one(message, /<id root="2\.16\.156\.10011\.2\.5\.1\.1" extension="([^"]*)"/);
  const card = one(message, /root="2\.16\.156\.10011\.2\.5\.1\.6" extension="([^"]*)"/);
  const patient = one(message, /root="2\.16\.156\.10011\.2\.5\.1\.4" extension="([^"]*)"/);
  log.push({ action, id });
  const reply = (payload) => callback({ payload });
  if (action === "EncounterCardInfoQuery") {
    return cards.has(card)
      ? reply(answer(id, "AA", "成功", "PRPA_IN201306UV02", found(card)))
      : reply(answer(id, "AE", "此病人不存在"));
  }
  const told = ["InPatientInfoAdd", "InPatientInfoUpdate", "DischargeInfoAdd",
    "OutPatientAppointStatusInfoUpdate"];
  if (told.includes(action))  // done, and not answered where the name says so
    return id.includes("silent") ? undefined : reply(answer(id, "AA", "成功"));
  if (action !== "EncounterCardInfoAdd" || !patient)
    return reply(answer(id, "AE", "请求方法不正确"));
  if (id.startsWith("lost")) return undefined;  // neither done nor answered
  cards.set(card, (cards.get(card) || new Set()).add(patient));
  if (id.startsWith("silent")) return undefined;  // done, and not answered
  return reply(answer(id, "AA", "成功"));
}

const server = http.createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(log));
});
const port = { HIPServiceSoap12: { HIPMessageServer: (call, callback) => handle(call, callback) } };
server.listen(0, "127.0.0.1", () => {
  soap.listen(server, {
    path: "/HIPService",
    services: { HIPService: port },
    xml: fs.readFileSync(process.argv[2], "utf8"),
    forceSoap12Headers: true,
    callback: () => console.log(server.address().port),
  });
});
