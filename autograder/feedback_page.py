"""The page that a student gets: nbgrader's own, with an overview that names each test and what is not graded yet."""

from __future__ import annotations

from nbconvert.exporters import HTMLExporter
from traitlets import Unicode

TEMPLATE = r"""
{%- extends 'index.html.j2' -%}

{% macro title(cell) -%}
{%- set first = cell.source.split('\n')[0] -%}
{%- if cell.cell_type == 'code' and first.startswith('#') -%}
{{ first.lstrip('# ') | escape }}
{%- elif cell.metadata.nbgrader.solution or cell.metadata.nbgrader.task -%}
Written answer: {{ cell.metadata.nbgrader.grade_id }}
{%- else -%}
Test: {{ cell.metadata.nbgrader.grade_id }}
{%- endif -%}
{%- endmacro %}

{% macro points(value) -%}
{{ '%g' % (value | float | round(2)) }}
{%- endmacro %}

{% block body %}
<body>
  <style>
    .rendered_html td, .rendered_html th { padding: 0.1em 0.8em 0.1em 0; }
    div.output_area pre, div.input_area pre { white-space: pre-wrap; }
    table.overview td { padding: 0.15em 1.5em 0.15em 0; }
  </style>
  <a name="top"></a>
  <div class="container">
    <div class="panel panel-default">
      <div class="panel-heading">
        {%- set total = resources.nbgrader %}
        <h1 style="font-size: 1.4em">
        {{- total.notebook }}: {{ points(total.score) }} of {{ points(total.max_score) }} points
        {%- if total.open_points %}, {{ points(total.open_points) }} points not graded yet{% endif %}</h1>
        <table id="toc" class="overview">
          {%- for cell in nb.cells %}
          {%- set mark = cell.metadata.nbgrader %}
          {%- if mark and (mark.grade or mark.task) %}
          <tr>
            <td><a href="#{{ mark.grade_id }}">{{ title(cell) }}</a></td>
            <td>{% if mark.open %}not graded yet ({{ points(mark.points) }} points)
              {%- else %}{{ points(mark.score) }} of {{ points(mark.points) }}{% endif %}</td>
          </tr>
          {%- endif %}
          {%- if mark and mark.comment %}
          <tr><td><a href="#comment-{{ mark.grade_id }}">Comment on {{ mark.grade_id }}</a></td><td></td></tr>
          {%- endif %}
          {%- endfor %}
          {%- if total.late_penalty > 0 %}
          <tr class="late-penalty"><td>Late submission</td><td>-{{ points(total.late_penalty) }}</td></tr>
          {%- endif %}
        </table>
      </div>
      <div class="panel-body">
        <div id="notebook" class="border-box-sizing">
          <div class="container" id="notebook-container">
            {{ super.super() }}
          </div>
        </div>
      </div>
    </div>
  </div>
</body>
{% endblock body %}
"""


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback template with another overview."""

    raw_template = Unicode(TEMPLATE)
