"""Where the company keeps its customers and orders: asked when somebody calls, told when a file changes here.

contract.py     what we ask a system over HTTP, as models; its OpenAPI is docs/connector-openapi.yaml
model.py        a source as data: where it is asked, what its answers mean; checked before it is used
mapping.py      from an answer in the company's own shape to our fields
rest.py sql.py  the two ways to ask: a system over HTTP, views of a database
store.py        what was told, in our own tables: so search, time line and voice menus have it too
service.py      asked at a call within 300 ms, late answers filled in, asked again only when old
pushes.py       changes made here, on their way to the source; hooks.py: signed messages from it
"""
