{% macro words_for_nobody() -%}
(?i)<na>|na|n/a|n[.]a[.]?|nan|null|none|nil|-+|[?]+|[#]n/a|undefined|unknown|anonymous|anon|(anonymous|guest|unknown)[ _-]?(user|customer|buyer|checkout)?|guests|no[ _-]?(customer|id)|walk[ _-]?in([ _-]?customer)?|(grand[ _-]?|sub[ _-]?)?total
{%- endmacro %}
