#!/bin/bash
# Keeps the host file of dnsmasq equal to the services and endpoints of the cluster (DNS-based service discovery, A records):
# <service>.<namespace>.svc.cluster.local, for headless services every ready address, named ones also below the service.
set -euo pipefail
export KUBECONFIG=/etc/kubernetes/admin.kubeconfig

services='{{range .items}}{{if and .spec.clusterIP (ne .spec.clusterIP "None")}}{{.spec.clusterIP}} {{.metadata.name}}.{{.metadata.namespace}}.svc.cluster.local
{{end}}{{end}}'
headless='{{range .items}}{{if eq (print .spec.clusterIP) "None"}}{{.metadata.namespace}}/{{.metadata.name}}
{{end}}{{end}}'
endpoints='{{range .items}}{{$name := .metadata.name}}{{$space := .metadata.namespace}}{{range .subsets}}{{range .addresses}}{{$space}}/{{$name}} {{.ip}} {{if .hostname}}{{.hostname}}{{end}}
{{end}}{{end}}{{end}}'

render() {
    kubectl get services --all-namespaces --output go-template="$services"
    awk 'NR == FNR { headless[$1]; next }
         $1 in headless { split($1, part, "/"); name = part[2] "." part[1] ".svc.cluster.local"
                          print $2, name; if ($3 != "") print $2, $3 "." name }' \
        <(kubectl get services --all-namespaces --output go-template="$headless") \
        <(kubectl get endpoints --all-namespaces --output go-template="$endpoints")
}

update() {
    render | sort > /run/cluster-hosts.new
    cmp -s /run/cluster-hosts.new /run/cluster-hosts && return
    cat /run/cluster-hosts.new > /run/cluster-hosts
    kill -HUP "$(cat /run/dnsmasq.pid)"
}

until kubectl get --raw /readyz > /dev/null 2>&1; do sleep 0.3; done
update
# A watch that ends (the API server was restarted) ends this script; its supervisor starts it again.
{
    trap 'kill $(jobs -p)' EXIT
    kubectl get services --all-namespaces --watch --output name &
    kubectl get endpoints --all-namespaces --watch --output name &
    wait -n
} | while read -r _; do
    while read -r -t 0.1 _; do :; done
    update
done
