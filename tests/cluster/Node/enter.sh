#!/bin/sh
# Starts the node in namespaces and control groups of its own. Whatever runs in it ends when this process ends.
# CLUSTER_STATE: folder of the cluster; NODE_ROOTFS, NODE_BINARIES, NODE_IMAGES: what it runs from; NODE_CGROUP: its control group;
# NODE_NAME: its name; NODE_LINK, HOST_ADDRESS, NODE_ADDRESS: the link between host and node.
set -eu
for controller in /sys/fs/cgroup/*/; do
    # "unified" is mounted beside the version 1 controllers on some machines.
    [ -e "$controller/cgroup.procs" ] || continue
    mkdir -p "$controller/$NODE_CGROUP"
    if [ -e "$controller/cpuset.cpus" ]; then
        cat "$controller/cpuset.cpus" > "$controller/$NODE_CGROUP/cpuset.cpus"
        cat "$controller/cpuset.mems" > "$controller/$NODE_CGROUP/cpuset.mems"
    fi
    echo $$ > "$controller/$NODE_CGROUP/cgroup.procs"
done
# The node's init moves one end of its link through this descriptor back into the network namespace of the host.
exec 9< /proc/self/ns/net
exec unshare --mount --propagation private --net --pid --uts --ipc --cgroup --fork --kill-child /bin/sh "$CLUSTER_STATE/node/init.sh"
