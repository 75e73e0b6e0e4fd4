#!/bin/sh
# Does to Docker what talosctl does to it, with images that are at hand: labelled containers, a labelled network, state, configurations.
set -eu

if [ "$1" = version ]; then
  printf 'Client:\n\tTalos v%s\n' "${STANDIN_VERSION:-1.13.9}"
  exit
fi
if [ "$1" = --talosconfig ]; then
  [ "$5" = service ] || exit 1
  printf 'NODE     %s\nID       etcd\nSTATE    Running\n' "$4"
  exit
fi

[ "$1" = cluster ] && [ "$2" = --state ] && [ "$4" = --name ] && [ "$6" = create ] || { echo "unknown arguments: $*" >&2; exit 2; }
state=$3 name=$5
shift 6
[ "$1" = docker ] && shift
[ -z "${TAG:-}" ] || { echo 'TAG is set: it would replace the image' >&2; exit 1; }

workers=1 image='' subnet='' cpus=1 memory=256 ports=''
while [ $# -gt 0 ]; do
  case "$1" in
    --workers) workers=$2 ;;
    --image) image=$2 ;;
    --subnet | --cidr) subnet=$2 ;;
    --cpus-controlplanes | --cpus) cpus=$2 ;;
    --memory-controlplanes | --memory) memory=${2%MiB} ;;
    --exposed-ports) ports=$2 ;;
    --config-patch*) [ -s "${2#@}" ] || { echo "no patch ${2#@}" >&2; exit 1; } ;;
  esac
  case "$1" in --wait | --disable-ipv6 | --docker-disable-ipv6) shift ;; *) shift 2 ;; esac
done

mkdir -p "$state"
if [ -e "$state/$name" ]; then
  echo "state directory \"$state/$name\" already exists, is the cluster \"$name\" already running? remove cluster state with talosctl cluster destroy" >&2
  exit 1
fi
mkdir "$state/$name"

net=${subnet%.*}
echo "creating network $name"
docker network create --subnet "$subnet" --gateway "$net.1" --label talos.owned=true --label "talos.cluster.name=$name" "$name" >/dev/null
sleep "${STANDIN_PAUSE:-0}"

publish='-p 127.0.0.1::6443 -p 127.0.0.1::50000'
for port in $(echo "$ports" | tr ',' ' '); do publish="$publish -p 127.0.0.1:${port%/tcp}"; done
secret=$(printf 'token: token-that-nobody-may-see\n' | base64 -w0)
node() { # name, type, place, further options
  echo "creating node $1"
  # shellcheck disable=SC2086
  docker run -d --name "$1" --hostname "$1" --network "$name" --ip "$net.$3" --label talos.owned=true --label "talos.cluster.name=$name" --label "talos.type=$2" \
    -e "USERDATA=$secret" -v /var -v /system/state --cpus "$cpus" --memory "${memory}m" $4 "$image" >/dev/null
}
node "$name-controlplane-1" controlplane 2 "$publish"
[ -z "${STANDIN_FAIL:-}" ] || { echo "$STANDIN_FAIL" >&2; exit 1; }
i=1
while [ "$i" -le "$workers" ]; do
  node "$name-worker-$i" worker $((i + 2)) ''
  i=$((i + 1))
done

echo "clusterName: $name" >"$state/$name/state.yaml"
cat >"$TALOSCONFIG" <<EOF
context: $name
contexts:
    $name:
        endpoints:
            - 127.0.0.1:1
EOF
cat >"$KUBECONFIG" <<EOF
apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://$net.2:6443
  name: $name
contexts:
- context:
    cluster: $name
    user: admin@$name
  name: admin@$name
current-context: admin@$name
EOF
echo 'waiting for all k8s nodes to report ready: OK'
