-- Words and numbers as people type them; every model may use these.

-- The text without white space and with full-width signs turned into ASCII.
-- Translating is slow (2 µs a row) and rarely needed, hence the test before it.
create macro squeeze(t) as case
    when regexp_matches(t, '[\s\x{a0}\x{200b}\x{3000}\x{feff}\x{ff01}-\x{ff5e}]') then translate(
        t,
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～'
            || ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(12288) || chr(65279),
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    )
    else t
end;

-- The text without white space at its ends, NULL when nothing is left.
-- Trimming any white space is slow (0.3 µs a cell), hence the tests before it.
create macro clean(t) as case
    when ord(t) <= 32 or ord(t) in (160, 12288)
        or suffix(t, ' ') or suffix(t, chr(9)) or suffix(t, chr(10)) or suffix(t, chr(13))
        or suffix(t, chr(160)) or suffix(t, chr(12288))
    then nullif(trim(t, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)), '')
    else t
end;

-- A number, NULL when the text is none. Commas only where thousands are: 1,23 is not a number;
-- nor is anything of 10^15 or more, which no register of the field can mean. White space between
-- two digits may part two numbers: 5 6 is none either. 2 150 is one: a space, or a no-break or thin
-- one, the same throughout, parts thousands alone.
create macro apart(t) as
    regexp_matches(t, '[0-9０-９][\s\x{a0}\x{2007}\x{2009}\x{200b}\x{202f}\x{3000}\x{feff}]+[0-9０-９]');
create macro by_thousands(t) as regexp_full_match(
    t, '\s*[+-]?[1-9]\d{0,2}(( \d{3})+|(\x{a0}\d{3})+|(\x{2007}\d{3})+|(\x{2009}\d{3})+|(\x{202f}\d{3})+)'
        || '(\.\d+)?\s*'
);
create macro spaced_number(t) as case
    when by_thousands(t)
    then try_cast(regexp_replace(t, '[\s\x{a0}\x{2007}\x{2009}\x{202f}]', '', 'g') as double)
end;
create macro squeezed_number(t) as case
    when regexp_full_match(t, '[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?')
        and abs(try_cast(replace(t, ',', '') as double)) < 1e15
    then try_cast(replace(t, ',', '') as double)
end;
create macro to_number(t) as case
    when abs(try_cast(t as double)) < 1e15 and not contains(t, '_') and not starts_with(t, '+-')
    then try_cast(t as double)
    when apart(t) then spaced_number(t)
    else squeezed_number(replace(squeeze(t), '−', '-'))
end;

-- What is written plainly, read fast: the text and what try_cast made of it give the value, else
-- NULL. A plain text means the same to to_number, to_day and to_month.
create macro plain_number(t, tried) as case
    when abs(tried) < 1e15 and not contains(t, '_') and not starts_with(t, '+-') then tried
end;
create macro plain_day(t, tried) as case
    when tried between date '1900-01-01' and date '2099-12-31' and cast(tried as varchar) = t
    then tried
end;
create macro plain_month(t, tried) as plain_day(t || '-01', tried);

-- A number, a month as they are written plainly.
create macro written_number(x) as case
    when x = trunc(x) and abs(x) < 9e15 then cast(cast(x as bigint) as varchar)
    else cast(x as varchar)
end;
create macro written_month(d) as left(cast(d as varchar), 7);

-- What a formula without a result leaves in a cell (unseen.py).
create macro is_failed(t) as starts_with(t, '#') and regexp_full_match(
    t, '#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|公式无结果)'
) or starts_with(t, 'Err:5');

-- A quantity in its base unit, exact: sums of decimals do not depend on the order of their rows.
create macro to_quantity(t, factor) as cast(to_number(t) * factor as decimal(28, 4));

-- A day: 2015-06-01 (with or without a time), 2015/6/1, 2015.6.1, 2015年6月1日, 20150601, Excel's
-- serial number (22000 to 60000: below, 20261 may be January 2026); a month alone (2015.6,
-- 2015年6月份, 201506) is its first day. Two separators that differ part a range: 2015.1-6.
create macro parsed_day(t) as case
    when regexp_full_match(t, '(2[2-9]|[3-5]\d)\d{3}(\.\d+)?|60000')
    then date '1899-12-30' + cast(floor(try_cast(t as double)) as integer)
    when regexp_full_match(t, '(19|20)(\d{4}|\d{6})')
    then try_cast(
        substr(t, 1, 4) || '-' || substr(t, 5, 2) || '-' || coalesce(nullif(substr(t, 7, 2), ''), '01')
        as date
    )
    when regexp_full_match(
        t, '(19|20)\d\d(-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}[日号]?'
    )
    then try_cast(translate(t, '/.年月日号', '----') as date)
    when regexp_full_match(t, '(19|20)\d\d([-/.]\d{1,2}月?|年\d{1,2}(月份?)?)')
    then try_cast(translate(t, '/.年月份', '---') || '-1' as date)
end;
create macro dayless(t) as
    replace(
        squeeze(regexp_replace(trim(t), '[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$', '')), '年-', '年'
    );
-- 26年3月 is of this century, 98年5月 of the last; 40年 to 49年 may be either and are none.
create macro full_year(t) as case
    when regexp_matches(t, '^[0-3]\d年\d{1,2}月') then '20' || t
    when regexp_matches(t, '^[5-9]\d年\d{1,2}月') then '19' || t
    else t
end;
create macro to_day(t) as case
    when regexp_full_match(t, '(19|20)\d\d-\d\d-\d\d') then try_cast(t as date)
    when not apart(regexp_replace(t, '\s+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*$', ''))
    then parsed_day(full_year(dayless(t)))
end;
-- A day, or a year alone (1998, 1998年) as its first day.
create macro to_day_or_year(t) as case
    when regexp_full_match(squeeze(t), '(19|20)\d\d(\.0)?年?')
    then make_date(cast(left(squeeze(t), 4) as integer), 1, 1)
    else to_day(t)
end;

-- The first day of a month: 2026-10, 2026年10月, 202610, 2026/10, or any day in it.
create macro to_month(t) as cast(date_trunc('month', to_day(t)) as date);

-- The first day of a quarter: 2026Q3, 2026年第三季度, 2026年3季度, 2026-三季度; in a column of
-- quarters 2026-3 too. 2026-07 is a month and none.
create macro quarter_of(t) as case
    when regexp_full_match(t, '20\d\d年?度?([-/.]?第?[一二三四1-4]季度?|[-/.]?[Qq][1-4]|[-/.][一二三四1-4])')
    then make_date(
        cast(left(t, 4) as integer),
        cast(translate(regexp_extract(substr(t, 5), '[一二三四1-4]'), '一二三四', '1234') as integer) * 3 - 2,
        1
    )
end;
create macro to_quarter(t) as quarter_of(squeeze(t));
create macro written_quarter(d) as year(d) || 'Q' || quarter(d);
create macro plain_quarter(t, tried) as case when t = written_quarter(tried) then tried end;

-- Whether a code means to be a unified social credit code (GB 32100-2015): 18 signs, or a number
-- that has lost some of its digits. Any other is of somebody's own numbering.
create macro is_credit_code(t) as regexp_full_match(
    upper(squeeze(t)), '[0-9A-Z]{18}|[0-9]{15,}|[0-9](\.[0-9]+)?E\+?[0-9]+'
);
-- Whether the last sign of a credit code is that of the 17 before it.
create macro credit_code_holds(t) as (
    length(squeeze(t)) = 18 and list_sum(list_transform(
        range(1, 19),
        lambda i: (instr('0123456789ABCDEFGHJKLMNPQRTUWXY', upper(squeeze(t))[i]) - 1)
            * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1][i]
    )) % 31 = 0
    and regexp_full_match(upper(squeeze(t)), '[0-9A-HJ-NPQRTUWXY]{18}')
);

-- The code of a region named by code, name, short name or alias; NULL when it is not known.
create macro to_region(t) as (
    select any_value(region_word.region) from region_word where region_word.word = squeeze(t)
);
