# Reads every part. HERE is e2e-tests/cluster.
. "$HERE/versions.env"
for part in say settings steps prerequisites programs rootfs node-image host-state network daemon cluster commands; do
    . "$HERE/lib/$part.sh"
done
