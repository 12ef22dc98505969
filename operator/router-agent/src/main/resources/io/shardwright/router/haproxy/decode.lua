-- Percent-decodes as HAProxy's url_dec does, but also where a decoded byte is zero, which url_dec refuses.
local function decode(text)
    local rest = text:gsub("%%%x%x", "")
    if rest:find("%", 1, true) then
        return nil
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
