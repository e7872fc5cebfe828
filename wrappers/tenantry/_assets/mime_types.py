"""The Content-Type that a static asset is served with, by its extension.

The types are those that wrangler 4.164 gives, of the extensions that sites are made of; an extension that is not here
is served without a type. https://developers.cloudflare.com/workers/static-assets/headers/
"""

from __future__ import annotations

from tenantry._assets.hashing import extension

# What Cloudflare takes for "serve it without a Content-Type".
NONE = "application/null"

# One type a line, then its extensions.
_TYPES = """
application/atom+xml atom
application/dash+xml mpd
application/epub+zip epub
application/geo+json geojson
application/gpx+xml gpx
application/gzip gz
application/java-archive jar war
application/javascript js mjs
application/json json map
application/json5 json5
application/ld+json jsonld
application/manifest+json webmanifest
application/mathml+xml mathml
application/msword doc dot
application/node cjs
application/octet-stream bin deb dll dmg exe img iso msi pkg so
application/ogg ogx
application/pdf pdf
application/pgp-encrypted pgp
application/pgp-signature asc sig
application/pkix-cert cer
application/pkix-crl crl
application/postscript ai eps ps
application/rdf+xml rdf
application/rss+xml rss
application/rtf rtf
application/smil+xml smil
application/toml toml
application/vnd.android.package-archive apk
application/vnd.apple.keynote key
application/vnd.apple.mpegurl m3u8
application/vnd.apple.numbers numbers
application/vnd.apple.pages pages
application/vnd.google-earth.kml+xml kml
application/vnd.google-earth.kmz kmz
application/vnd.mapbox-vector-tile mvt
application/vnd.ms-excel xls
application/vnd.ms-fontobject eot
application/vnd.ms-powerpoint pps ppt
application/vnd.oasis.opendocument.graphics odg
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.presentationml.slideshow ppsx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.wordprocessingml.template dotx
application/vnd.rar rar
application/wasm wasm
application/wsdl+xml wsdl
application/x-7z-compressed 7z
application/x-bittorrent torrent
application/x-bzip2 bz2
application/x-chrome-extension crx
application/x-httpd-php php
application/x-mobipocket-ebook mobi
application/x-perl pl
application/x-pkcs12 p12 pfx
application/x-redhat-package-manager rpm
application/x-sh sh
application/x-shockwave-flash swf
application/x-sql sql
application/x-subrip srt
application/x-tar tar
application/x-tex tex
application/x-web-app-manifest+json webapp
application/x-x509-ca-cert crt der pem
application/x-xpinstall xpi
application/x-xz xz
application/xhtml+xml xhtml
application/xml rng xml xsd xsl
application/xml-dtd dtd
application/xslt+xml xslt
application/xspf+xml xspf
application/zip zip
audio/midi mid midi
audio/mp4 m4a
audio/mpeg mp3
audio/ogg oga ogg opus spx
audio/wav wav
audio/webm weba
audio/x-aac aac
audio/x-aiff aif aiff
audio/x-flac flac
audio/x-matroska mka
audio/x-mpegurl m3u
font/collection ttc
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
image/aces exr
image/apng apng
image/avif avif
image/bmp bmp
image/gif gif
image/heic heic
image/heif heif
image/jp2 jp2
image/jpeg jpe jpeg jpg
image/jxr jxr
image/ktx ktx
image/ktx2 ktx2
image/png png
image/svg+xml svg svgz
image/tiff tif tiff
image/vnd.adobe.photoshop psd
image/vnd.djvu djv djvu
image/vnd.microsoft.icon ico
image/vnd.ms-dds dds
image/webp webp
image/x-tga tga
model/gltf+json gltf
model/gltf-binary glb
model/mtl mtl
model/obj obj
model/stl stl
model/vnd.collada+xml dae
model/vnd.usdz+zip usdz
text/cache-manifest appcache manifest
text/calendar ics
text/coffeescript coffee litcoffee
text/css css
text/csv csv
text/html htm html shtml
text/jsx jsx
text/less less
text/markdown markdown md
text/mathml mml
text/n3 n3
text/plain conf ini log text txt
text/stylus styl
text/tab-separated-values tsv
text/turtle ttl
text/vtt vtt
text/x-c c cpp h
text/x-handlebars-template hbs
text/x-java-source java
text/x-lua lua
text/x-sass sass
text/x-scss scss
text/x-vcard vcf
text/yaml yaml yml
video/3gpp 3gp
video/mp2t ts
video/mp4 mp4
video/mpeg mpeg mpg
video/ogg ogv
video/quicktime mov
video/webm webm
video/x-f4v f4v
video/x-flv flv
video/x-m4v m4v
video/x-matroska mkv
video/x-ms-wmv wmv
video/x-msvideo avi
"""

_BY_EXTENSION = {name: line.split()[0] for line in _TYPES.strip().splitlines() for name in line.split()[1:]}


def content_type(path: str) -> str:
    """The type by the extension, with the charset where it is text."""
    kind = _BY_EXTENSION.get(extension(path).lower(), NONE)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
