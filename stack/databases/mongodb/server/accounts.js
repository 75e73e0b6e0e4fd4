// Run by the image once, on an empty volume.
const fs = require('fs');
const password = name => fs.readFileSync(`/run/credentials/${name}`, 'utf8');
db.getSiblingDB('app').createUser({ user: 'app', pwd: password('password'), roles: [{ role: 'readWrite', db: 'app' }] });
db.getSiblingDB('admin').createUser({
  user: 'exporter', pwd: password('exporter-password'),
  roles: [{ role: 'clusterMonitor', db: 'admin' }, { role: 'read', db: 'local' }],
});
