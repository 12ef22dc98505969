-- Percent-decodes as HAProxy's url_dec does, but also where a decoded byte is zero, which url_dec refuses.
-- What is broken becomes empty, which counts as no key: nil would become the text of a number.
local function decode(text)
    local rest = text:gsub("%%%x%x", "")
    if rest:find("%", 1, true) then
        return ""
    end
    local decoded = text:gsub("%%(%x%x)", function(hex)
        return string.char(tonumber(hex, 16))
    end)
    return decoded
end

core.register_converters("decode_path", decode)
core.register_converters("decode_form", function(text)
    return decode((text:gsub("+", " ")))
end)
